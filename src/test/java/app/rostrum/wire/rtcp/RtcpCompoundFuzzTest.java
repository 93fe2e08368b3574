package app.rostrum.wire.rtcp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class RtcpCompoundFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void onlyTheDocumentedExceptionEscapes(byte[] data) {
    List<RtcpPacket> packets;
    try {
      packets = RtcpCompound.parse(data, 0, data.length);
    } catch (RtcpException e) {
      return;
    }
    byte[] written;
    try {
      written = RtcpCompound.write(packets);
    } catch (IllegalArgumentException e) {
      // Replacement characters for malformed UTF-8 may make a text too long to write.
      return;
    }
    try {
      List<RtcpPacket> again = RtcpCompound.parse(written, 0, written.length);
      if (!again.equals(packets)) {
        throw new AssertionError("does not read back as it was written");
      }
    } catch (RtcpException e) {
      throw new AssertionError("does not read what it wrote", e);
    }
  }
}
