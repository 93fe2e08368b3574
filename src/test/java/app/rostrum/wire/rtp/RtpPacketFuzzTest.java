package app.rostrum.wire.rtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class RtpPacketFuzzTest {
  private static final RtpExtensions IDS = new RtpExtensions(1, 2, 4);

  @FuzzTest(maxDuration = "30s")
  void onlyTheDocumentedExceptionEscapes(byte[] data) {
    RtpPacket packet;
    try {
      RtpHeader.mid(data, 0, data.length, 4);
      packet = RtpPacket.parse(data, 0, data.length, IDS);
    } catch (RtpException e) {
      return;
    }
    byte[] out = new byte[data.length + 200];
    int length =
        RtpHeader.write(
            out,
            0,
            packet.payloadType(),
            packet.marker(),
            packet.sequenceNumber(),
            packet.timestamp(),
            packet.ssrc(),
            packet.csrcs(),
            packet.audioLevel(),
            packet.voice(),
            packet.csrcLevels(),
            new byte[0],
            IDS);
    System.arraycopy(packet.payload(), 0, out, length, packet.payload().length);
    try {
      RtpPacket again = RtpPacket.parse(out, 0, length + packet.payload().length, IDS);
      if (again.ssrc() != packet.ssrc()
          || again.audioLevel() != packet.audioLevel()
          || !Arrays.equals(again.csrcs(), packet.csrcs())
          || !Arrays.equals(again.csrcLevels(), packet.csrcLevels())
          || !Arrays.equals(again.payload(), packet.payload())) {
        throw new AssertionError("does not read back as it was written");
      }
    } catch (RtpException e) {
      throw new AssertionError("does not read what it wrote", e);
    }
  }
}
