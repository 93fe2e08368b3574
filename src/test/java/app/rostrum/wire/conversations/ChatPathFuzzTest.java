package app.rostrum.wire.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.wire.sync.SyncFormatException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class ChatPathFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void whatParsesReencodesToTheSame(byte[] data) throws SyncFormatException {
    Optional<ChatPath> path;
    try {
      path = ChatPath.parse(new String(data, StandardCharsets.UTF_8));
    } catch (SyncFormatException refused) {
      return;
    }
    if (path.isPresent() && path.get().names().stream().noneMatch(n -> n.indexOf('\uFFFD') >= 0)) {
      assertThat(ChatPath.parse(path.get().encode())).isEqualTo(path);
    }
  }
}
