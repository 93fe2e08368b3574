package app.rostrum.wire.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtcpCompoundTest {
  private static final ReportBlock BLOCK =
      new ReportBlock(0xFFFFFFFFL, 128, -7, 0x1_0001L, 33, 0x80000001L, 65_536);

  private static List<RtcpPacket> parse(byte[] data) throws RtcpException {
    return RtcpCompound.parse(data, 0, data.length);
  }

  @Test
  void packetsReadAsTheyWereWritten() throws Exception {
    List<RtcpPacket> packets =
        List.of(
            new RtcpPacket.SenderReport(1, -5, 0xFFFFFFF0L, 10, 2000, List.of(BLOCK)),
            new RtcpPacket.ReceiverReport(2, List.of(BLOCK, BLOCK)),
            new RtcpPacket.SourceDescription(
                List.of(
                    new RtcpPacket.SourceDescription.Chunk(1, "abc"),
                    new RtcpPacket.SourceDescription.Chunk(2, "abcdef"),
                    new RtcpPacket.SourceDescription.Chunk(3, ""))),
            new RtcpPacket.Bye(List.of(1L, 0xFFFFFFFEL), "stream ended"));
    byte[] data = RtcpCompound.write(packets);
    assertThat(parse(data)).isEqualTo(packets);
    assertThat(data.length % 4).isZero();
  }

  @Test
  void feedbackReadsAsItWasWritten() throws Exception {
    List<RtcpPacket> packets =
        List.of(
            new RtcpPacket.Nack(1, 0xFFFFFFFFL, List.of(65_530, 65_535, 4, 10, 11, 60_000)),
            new RtcpPacket.PictureLoss(1, 2),
            new RtcpPacket.FullIntraRequest(
                1, List.of(new RtcpPacket.FullIntraRequest.Entry(7, 255))),
            new RtcpPacket.BitrateEstimate(1, 1_500_000 & ~7, List.of(5L, 6L)),
            new RtcpPacket.BitrateEstimate(1, 0, List.of()),
            new RtcpPacket.BitrateEstimate(1, Long.MAX_VALUE, List.of()));
    assertThat(parse(RtcpCompound.write(packets))).isEqualTo(packets);
  }

  @Test
  void aNackThatAsksForEverythingIsCutShort() throws Exception {
    byte[] data = new byte[12 + 4 * 300];
    System.arraycopy(HexFormat.of().parseHex("81cd012e0000000100000002"), 0, data, 0, 12);
    Arrays.fill(data, 12, data.length, (byte) -1);
    assertThat(parse(data))
        .singleElement()
        .isInstanceOfSatisfying(
            RtcpPacket.Nack.class,
            nack -> assertThat(nack.lost()).hasSize(RtcpPacket.Nack.MAX_LOST));
  }

  @Test
  void skipsUnknownPackets() throws Exception {
    // Transport-wide feedback, then a BYE without a reason.
    assertThat(parse(HexFormat.of().parseHex("8fcd0001deadbeef" + "81cb000100000009")))
        .containsExactly(new RtcpPacket.Bye(List.of(9L), ""));
  }

  @Test
  void refusesMalformedPackets() {
    for (String hex :
        new String[] {
          "80",
          "80c90001",
          "00c9000000000000",
          "81c9000100000001",
          "80c80001000000aa",
          "81ca000100000001",
          "81ca000200000001" + "01ff6161",
          "82cb000100000001",
          "a0c9000100000000",
          "81cb00020000000109616161",
          "81cd000100000001",
          "81cd00030000000100000002aabb00ff".substring(0, 28),
          "84ce00030000000100000002aabbccdd",
          "8fce0004000000010000000052454d4202000001"
        }) {
      assertThatThrownBy(() -> parse(HexFormat.of().parseHex(hex)))
          .as(hex)
          .isInstanceOf(RtcpException.class);
    }
  }
}
