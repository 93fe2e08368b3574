package app.rostrum.wire.sctp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class DataChannelMessageFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void onlyTheDocumentedExceptionEscapes(byte[] data) {
    DataChannelMessage message;
    try {
      message = DataChannelMessage.parse(data);
    } catch (SctpException e) {
      return;
    }
    if (message instanceof DataChannelMessage.Open open
        && (open.label().length() > 20_000 || open.protocol().length() > 20_000)) {
      // Malformed UTF-8 is read as replacement characters, which are longer when written.
      return;
    }
    try {
      if (!DataChannelMessage.parse(DataChannelMessage.write(message)).equals(message)) {
        throw new AssertionError("does not read back as it was written");
      }
    } catch (SctpException e) {
      throw new AssertionError("does not read what it wrote", e);
    }
  }
}
