package app.rostrum.wire.twilsock;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class TwilsockFrameFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void whatParsesReencodesToTheSame(byte[] data) throws TwilsockFormatException {
    TwilsockMessage message;
    try {
      message = TwilsockMessage.decode(data);
    } catch (TwilsockFormatException refused) {
      return;
    }
    TwilsockMessage again = TwilsockMessage.decode(message.encode());
    assertThat(again.getClass()).isEqualTo(message.getClass());
    assertThat(again.encode()).isEqualTo(message.encode());
  }
}
