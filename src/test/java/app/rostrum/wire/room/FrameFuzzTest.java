package app.rostrum.wire.room;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class FrameFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void frames(byte[] input) {
    Frame frame;
    try {
      frame = Frame.parse(new String(input, StandardCharsets.UTF_8));
    } catch (MalformedMessageException documented) {
      return;
    }
    try {
      Frame again = Frame.parse(frame.encode());
      if (!(frame instanceof Frame.Unknown) && !again.equals(frame)) {
        throw new AssertionError("reads differently: " + again);
      }
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }
}
