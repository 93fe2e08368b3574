package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.host.tls.LanIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplacementTest {
  private static final String LOG = Backup.DATABASE + "-wal";
  @TempDir Path data;

  /** The end of the process, as by a kill. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private Replacement killedAfter(int moves) {
    var left = new AtomicInteger(moves);
    return new Replacement(
        data,
        Clock.systemUTC(),
        (from, to) -> {
          if (left.getAndDecrement() == 0) {
            throw new Killed();
          }
          Replacement.Move.ATOMIC.move(from, to);
        });
  }

  private Path prepare(Replacement replacement) throws IOException {
    for (String name : List.of(Backup.DATABASE, LOG, LanIdentity.FILE)) {
      Files.writeString(data.resolve(name), "former " + name);
    }
    Path next = replacement.prepare();
    for (String name : List.of(Backup.DATABASE, LanIdentity.FILE)) {
      Files.writeString(next.resolve(name), "next " + name);
    }
    return next;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void isReplaced() throws IOException {
    assertThat(names()).hasSize(3).contains(Backup.DATABASE, LanIdentity.FILE);
    assertThat(data.resolve(Backup.DATABASE)).hasContent("next rostrum.db");
    assertThat(data.resolve(LanIdentity.FILE)).hasContent("next " + LanIdentity.FILE);
    Path former = data.resolve(names().getFirst());
    assertThat(former.getFileName().toString()).startsWith("before-restore-");
    for (String name : List.of(Backup.DATABASE, LOG, LanIdentity.FILE)) {
      assertThat(former.resolve(name)).hasContent("former " + name);
    }
  }

  /** Moves are: begun, three put aside, all aside, two moved in, former kept. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void oneThatIsKilledOnTheWayIsFinishedByTheNextProcess(int moves) throws Exception {
    Replacement killed = killedAfter(moves);
    Path next = prepare(killed);
    assertThatThrownBy(() -> killed.exchange(next)).isInstanceOf(Killed.class);
    // The next one is killed, too.
    assertThatThrownBy(() -> killedAfter(0).finish()).isInstanceOf(Killed.class);
    assertThat(new Replacement(data, Clock.systemUTC()).finish()).isTrue();
    isReplaced();
    assertThat(new Replacement(data, Clock.systemUTC()).finish()).isFalse();
    isReplaced();
  }

  @Test
  void oneThatIsKilledBeforeHasChangedNothing() throws Exception {
    Replacement killed = killedAfter(0);
    Path next = prepare(killed);
    assertThatThrownBy(() -> killed.exchange(next)).isInstanceOf(Killed.class);
    assertThat(new Replacement(data, Clock.systemUTC()).finish()).isFalse();
    assertThat(names()).containsExactly(LanIdentity.FILE, Backup.DATABASE, LOG);
    assertThat(data.resolve(Backup.DATABASE)).hasContent("former rostrum.db");
  }
}
