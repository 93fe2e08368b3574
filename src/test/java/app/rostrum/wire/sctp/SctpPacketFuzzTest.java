package app.rostrum.wire.sctp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class SctpPacketFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void onlyTheDocumentedExceptionEscapes(byte[] data) {
    Checksums.fix(data);
    byte[] written;
    try {
      written = SctpPacket.parse(data, 0, data.length).write();
    } catch (SctpException e) {
      return;
    }
    try {
      if (!Arrays.equals(SctpPacket.parse(written, 0, written.length).write(), written)) {
        throw new AssertionError("does not read back as it was written");
      }
    } catch (SctpException e) {
      throw new AssertionError("does not read what it wrote", e);
    }
  }
}
