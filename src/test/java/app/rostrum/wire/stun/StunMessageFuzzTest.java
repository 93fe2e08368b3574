package app.rostrum.wire.stun;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class StunMessageFuzzTest {
  private static final byte[] KEY = {1, 2, 3};

  @FuzzTest(maxDuration = "30s")
  void onlyTheDocumentedExceptionEscapes(byte[] data) {
    StunMessage message;
    try {
      message = StunMessage.parse(data, 0, data.length);
    } catch (StunException e) {
      return;
    }
    MessageIntegrity.verify(data, 0, data.length, KEY);
    byte[] again = message.write(KEY);
    try {
      if (!StunMessage.parse(again, 0, again.length).equals(message)
          || !MessageIntegrity.verify(again, 0, again.length, KEY)) {
        throw new AssertionError("does not read back as it was written");
      }
    } catch (StunException e) {
      throw new AssertionError("does not read what it wrote", e);
    }
  }
}
