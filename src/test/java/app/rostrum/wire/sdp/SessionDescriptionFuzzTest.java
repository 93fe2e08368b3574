package app.rostrum.wire.sdp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class SessionDescriptionFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void onlyTheDocumentedExceptionEscapes(byte[] data) {
    SessionDescription description;
    try {
      description = SessionDescription.parse(new String(data, StandardCharsets.UTF_8));
    } catch (SdpException e) {
      return;
    }
    description.bundle();
    for (MediaDescription media : description.media()) {
      media.codecs();
      media.extensions();
      media.trackId();
      media.ssrcs();
      media.ssrcGroup("SIM");
      media.parameters(96);
      media.feedback(96);
      media.candidates();
    }
    try {
      String written = description.write();
      if (!SessionDescription.parse(written).write().equals(written)) {
        throw new AssertionError("does not read back as it was written");
      }
    } catch (SdpException e) {
      throw new AssertionError("does not read what it wrote", e);
    }
  }
}
