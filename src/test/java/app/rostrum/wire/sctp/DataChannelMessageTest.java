package app.rostrum.wire.sctp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.wire.sctp.DataChannelMessage.Open;
import app.rostrum.wire.sctp.DataChannelMessage.Reliability;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataChannelMessageTest {
  @ParameterizedTest
  @EnumSource(Reliability.class)
  void everyTypeOfChannelReadsAsItWasWritten(Reliability reliability) throws Exception {
    for (boolean ordered : new boolean[] {true, false}) {
      int limit = reliability == Reliability.RELIABLE ? 0 : 1500;
      Open open = new Open(ordered, reliability, 256, limit, "grüße 😀", "chat");
      assertThat(DataChannelMessage.parse(DataChannelMessage.write(open))).isEqualTo(open);
    }
  }

  @Test
  void theMessagesHaveTheLayoutOfTheRfc() {
    Open open = new Open(false, Reliability.RETRANSMITS, 256, 3, "ab", "c");
    assertThat(HexFormat.of().formatHex(DataChannelMessage.write(open)))
        .isEqualTo("03" + "81" + "0100" + "00000003" + "0002" + "0001" + "6162" + "63");
    assertThat(DataChannelMessage.write(new DataChannelMessage.Ack())).containsExactly(2);
  }

  @Test
  void otherMessagesAreRefused() {
    for (String bad :
        new String[] {
          "",
          "01",
          "04",
          "0300",
          "0300010000000000000200",
          "030001000000000000030001616263",
          "0300010000000000ffffffff",
          "030301000000000000000000",
          "038501000000000000000000"
        }) {
      assertThatThrownBy(() -> DataChannelMessage.parse(HexFormat.of().parseHex(bad)))
          .as(bad)
          .isInstanceOf(SctpException.class);
    }
  }

  @Test
  void theLongestTextsAreWritten() throws Exception {
    String longest = "x".repeat(65_535);
    Open open = new Open(true, Reliability.RELIABLE, 0, 0, longest, longest);
    assertThat(DataChannelMessage.parse(DataChannelMessage.write(open))).isEqualTo(open);
    for (Open longer :
        new Open[] {
          new Open(true, Reliability.RELIABLE, 0, 0, longest + "x", ""),
          new Open(true, Reliability.RELIABLE, 0, 0, "", longest + "x")
        }) {
      assertThatThrownBy(() -> DataChannelMessage.write(longer))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** RFC 8832, section 5.1: a channel may have neither label nor protocol. */
  @Test
  void anOpenMessageWithoutTextsIsRead() throws Exception {
    assertThat(DataChannelMessage.parse(HexFormat.of().parseHex("0300ffff0000000700000000")))
        .isEqualTo(new Open(true, Reliability.RELIABLE, 65_535, 0, "", ""));
  }
}
