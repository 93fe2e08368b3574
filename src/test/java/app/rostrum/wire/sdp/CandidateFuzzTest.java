package app.rostrum.wire.sdp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class CandidateFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void onlyTheDocumentedExceptionEscapes(byte[] data) {
    try {
      Candidate.parse(new String(data, StandardCharsets.UTF_8));
    } catch (SdpException e) {
      // As documented.
    }
  }
}
