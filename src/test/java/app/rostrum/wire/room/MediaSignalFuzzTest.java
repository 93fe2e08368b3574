package app.rostrum.wire.room;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class MediaSignalFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void signals(byte[] input) {
    MediaSignal signal;
    try {
      signal = MediaSignal.parse(new String(input, StandardCharsets.UTF_8));
    } catch (MalformedMessageException documented) {
      return;
    }
    try {
      if (!MediaSignal.parse(signal.encode()).equals(signal)) {
        throw new AssertionError("a signal reads differently");
      }
    } catch (MalformedMessageException e) {
      throw new AssertionError("what was written cannot be read", e);
    }
  }
}
