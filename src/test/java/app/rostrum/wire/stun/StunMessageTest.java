package app.rostrum.wire.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class StunMessageTest {
  private static final byte[] ID = HexFormat.of().parseHex("b7e7a701bc34d686fa87dfae");
  private static final byte[] KEY = "VOkJxbRl1RmTxUk/WvJxBt".getBytes(StandardCharsets.UTF_8);

  private static StunMessage parse(byte[] data) throws StunException {
    return StunMessage.parse(data, 0, data.length);
  }

  /** The request of RFC 5769, section 2.1, which is padded with spaces. */
  @Test
  void readsTheExampleOfTheStandard() throws Exception {
    byte[] sample =
        HexFormat.of()
            .parseHex(
                "000100582112a442b7e7a701bc34d686fa87dfae"
                    + "802200105354554e207465737420636c69656e74"
                    + "002400046e0001ff"
                    + "80290008932ff9b151263b36"
                    + "000600096576746a3a68367659202020"
                    + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
                    + "80280004e57a3bcf");
    StunMessage message = parse(sample);
    assertThat(message.kind()).isEqualTo(StunMessage.Kind.REQUEST);
    assertThat(message.attribute(StunAttribute.Username.class))
        .contains(new StunAttribute.Username("evtj:h6vY"));
    assertThat(message.attribute(StunAttribute.Priority.class))
        .contains(new StunAttribute.Priority(0x6e0001ffL));
    assertThat(message.attribute(StunAttribute.IceControlled.class))
        .contains(new StunAttribute.IceControlled(0x932ff9b151263b36L));
    assertThat(MessageIntegrity.verify(sample, 0, sample.length, KEY)).isTrue();
    assertThat(MessageIntegrity.verify(sample, 0, sample.length, new byte[] {1})).isFalse();
  }

  @Test
  void messagesReadAsTheyWereWritten() throws Exception {
    StunMessage message =
        new StunMessage(
            StunMessage.Kind.ERROR,
            ID,
            List.of(
                new StunAttribute.Username("a:b"),
                new StunAttribute.UseCandidate(),
                new StunAttribute.IceControlling(-5),
                new StunAttribute.ErrorCode(487, "Role Conflict"),
                new StunAttribute.UnknownAttributes(List.of(0x7001, 0x7002)),
                new StunAttribute.XorMappedAddress(new byte[] {127, 0, 0, 1}, 40_000),
                new StunAttribute.XorMappedAddress(new byte[16], 1)));
    byte[] data = message.write(KEY);
    StunMessage read = parse(data);
    assertThat(read).isEqualTo(message);
    assertThat(read.attributes().subList(0, 5)).isEqualTo(message.attributes().subList(0, 5));
    assertThat(((StunAttribute.XorMappedAddress) read.attributes().get(5)).address())
        .containsExactly(127, 0, 0, 1);
    assertThat(MessageIntegrity.verify(data, 0, data.length, KEY)).isTrue();
  }

  @Test
  void aChangedByteIsDetected() {
    byte[] data =
        new StunMessage(StunMessage.Kind.REQUEST, ID, List.of(new StunAttribute.Username("a:b")))
            .write(KEY);
    data[26] ^= 1;
    assertThatThrownBy(() -> parse(data)).isInstanceOf(StunException.class);
  }

  /** The fingerprint is no secret: an attacker writes a right one behind a changed message. */
  @Test
  void theIntegrityOfAChangedMessageIsWrongWhateverItsFingerprintSays() {
    byte[] data =
        new StunMessage(StunMessage.Kind.REQUEST, ID, List.of(new StunAttribute.Username("a:b")))
            .write(KEY);
    assertThat(MessageIntegrity.verify(data, 0, data.length, KEY)).isTrue();
    for (int at : new int[] {1, 5, 26}) {
      data[at] ^= 1;
      assertThat(MessageIntegrity.verify(data, 0, data.length, KEY)).as("byte %d", at).isFalse();
      data[at] ^= 1;
    }
  }

  @Test
  void aMessageWithoutIntegrityIsNotVerified() {
    byte[] data = {
      0, 1, 0, 0, 0x21, 0x12, (byte) 0xA4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    };
    assertThat(MessageIntegrity.verify(data, 0, data.length, KEY)).isFalse();
  }

  @Test
  void anIntegrityOfAnotherSizeIsNotVerified() {
    for (int size : new int[] {0, 4, 16}) {
      byte[] data = new byte[20 + 4 + size];
      data[1] = 1;
      data[3] = (byte) (4 + size);
      data[21] = 8;
      data[23] = (byte) size;
      assertThat(MessageIntegrity.verify(data, 0, data.length, KEY)).as("%d bytes", size).isFalse();
    }
  }

  @Test
  void theIntegrityOfALongMessageIsVerified() throws Exception {
    byte[] data =
        new StunMessage(
                StunMessage.Kind.REQUEST, ID, List.of(new StunAttribute.Username("a".repeat(300))))
            .write(KEY);
    assertThat(data.length).isGreaterThan(255);
    assertThat(parse(data).attributes()).hasSize(1);
    assertThat(MessageIntegrity.verify(data, 0, data.length, KEY)).isTrue();
  }

  @Test
  void messagesThatDifferAreNotEqual() {
    var request = new StunMessage(StunMessage.Kind.REQUEST, ID, List.of());
    assertThat(request).isNotEqualTo(new StunMessage(StunMessage.Kind.SUCCESS, ID, List.of()));
    assertThat(request)
        .isNotEqualTo(new StunMessage(StunMessage.Kind.REQUEST, new byte[12], List.of()));
    assertThat(request)
        .isNotEqualTo(
            new StunMessage(
                StunMessage.Kind.REQUEST, ID, List.of(new StunAttribute.UseCandidate())));
  }

  @Test
  void attributesAfterTheIntegrityAreIgnored() throws Exception {
    byte[] sealed = new StunMessage(StunMessage.Kind.REQUEST, ID, List.of()).write(KEY);
    byte[] forged = Arrays.copyOf(sealed, sealed.length - 8 + 4);
    // USE-CANDIDATE in place of the fingerprint.
    forged[forged.length - 4] = 0;
    forged[forged.length - 3] = 0x25;
    forged[forged.length - 2] = 0;
    forged[forged.length - 1] = 0;
    forged[3] = (byte) (forged.length - 20);
    assertThat(parse(forged).attributes()).isEmpty();
  }
}
