package app.rostrum.wire.rtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class PayloadsFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void onlyTheDocumentedExceptionEscapes(byte[] data) {
    for (VideoFormat format : VideoFormat.values()) {
      format.startsKeyframe(data);
    }
    try {
      byte[] primary = RedPayload.primary(data);
      if (primary.length >= data.length) {
        throw new AssertionError("a frame is shorter than what it came in");
      }
    } catch (RtpException e) {
      // Refused, as documented.
    }
  }
}
