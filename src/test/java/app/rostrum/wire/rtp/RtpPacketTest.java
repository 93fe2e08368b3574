package app.rostrum.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
  private static final RtpExtensions IDS = new RtpExtensions(1, 2, 4);

  private static RtpPacket parse(byte[] data) throws RtpException {
    return RtpPacket.parse(data, 0, data.length, IDS);
  }

  @Test
  void packetsReadAsTheyWereWritten() throws Exception {
    byte[] out = new byte[100];
    int length =
        RtpHeader.write(
            out,
            0,
            111,
            true,
            65_535,
            0xFFFFFFF0L,
            0xDEADBEEFL,
            new int[] {-1, 2},
            35,
            true,
            new byte[] {10, 127},
            "10".getBytes(StandardCharsets.UTF_8),
            IDS);
    out[length] = 42;
    byte[] data = Arrays.copyOf(out, length + 1);
    RtpPacket packet = parse(data);
    assertThat(packet.payloadType()).isEqualTo(111);
    assertThat(packet.marker()).isTrue();
    assertThat(packet.sequenceNumber()).isEqualTo(65_535);
    assertThat(packet.timestamp()).isEqualTo(0xFFFFFFF0L);
    assertThat(packet.ssrc()).isEqualTo(0xDEADBEEFL);
    assertThat(packet.csrcs()).containsExactly(-1, 2);
    assertThat(packet.audioLevel()).isEqualTo(35);
    assertThat(packet.voice()).isTrue();
    assertThat(packet.csrcLevels()).containsExactly(10, 127);
    assertThat(packet.payload()).containsExactly(42);
    assertThat(RtpHeader.mid(data, 0, data.length, 4)).contains("10");
    assertThat(RtpHeader.length(data, 0, data.length)).isEqualTo(length).matches(n -> n % 4 == 0);
  }

  @Test
  void extensionsThatWereNotNegotiatedAreNotWritten() throws Exception {
    byte[] out = new byte[100];
    int length =
        RtpHeader.write(
            out,
            0,
            111,
            false,
            1,
            2,
            3,
            new int[] {4},
            35,
            true,
            new byte[] {10},
            new byte[] {'0'},
            RtpExtensions.NONE);
    assertThat(length).isEqualTo(16);
    assertThat(parse(Arrays.copyOf(out, length)).audioLevel()).isEqualTo(-1);
  }

  @Test
  void readsExtensionsInTheTwoByteForm() throws Exception {
    byte[] data =
        HexFormat.of().parseHex("906f0001000000020000000310000002" + "0000" + "01018a" + "040137");
    RtpPacket packet = parse(data);
    assertThat(packet.audioLevel()).isEqualTo(10);
    assertThat(packet.voice()).isTrue();
    assertThat(RtpHeader.mid(data, 0, data.length, 4)).contains("7");
  }

  @Test
  void paddingIsNotPayload() throws Exception {
    byte[] data = HexFormat.of().parseHex("a06f00010000000200000003" + "aabb" + "0002");
    assertThat(parse(data).payload()).containsExactly(0xaa, 0xbb);
  }

  @Test
  void refusesMalformedPackets() {
    for (String hex :
        new String[] {
          "",
          "80",
          "006f00010000000200000003",
          "8f6f00010000000200000003",
          "906f00010000000200000003",
          "906f00010000000200000003bede0001",
          "a06f00010000000200000003",
          "a06f0001000000020000000300",
          "a06f0001000000020000000309"
        }) {
      assertThatThrownBy(() -> parse(HexFormat.of().parseHex(hex)))
          .as(hex)
          .isInstanceOf(RtpException.class);
    }
  }
}
