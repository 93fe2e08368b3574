package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamRecordTest {
  private static final StreamRecord STREAM =
      new StreamRecord(
          "RM1",
          "IS1",
          "VJ1",
          "ZX1",
          "Java",
          "Ada",
          Instant.EPOCH,
          true,
          Optional.empty(),
          Optional.of(Instant.EPOCH),
          List.of(),
          Desk.NEW);

  @Test
  void theLatestTwentyFormerHostsKeepTheirNames() {
    StreamRecord stream = STREAM;
    for (int i = 0; i < 25; i++) {
      stream = stream.takenOverBy("Speaker " + i);
    }
    assertThat(stream.formerHosts()).hasSize(20).startsWith("Speaker 4").endsWith("Speaker 23");
    assertThat(stream.isNameOfHost("Speaker 23")).isTrue();
    assertThat(stream.isNameOfHost("Ada")).isFalse();
    assertThat(stream.hostLostAt()).isEmpty();
  }

  @Test
  void aHostWhoTakesOverAgainIsNoFormerHost() {
    assertThat(STREAM.takenOverBy("Ben").takenOverBy("Ada").formerHosts()).containsExactly("Ben");
  }
}
