package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.Backend;
import app.rostrum.bot.Bot;
import app.rostrum.bot.BotBehavior;
import app.rostrum.cli.Backends;
import app.rostrum.cli.Closer;
import app.rostrum.cli.HttpClients;
import app.rostrum.cli.JsonLines;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.plain.Tone;
import app.rostrum.stream.Role;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sixty people join one stream at the same moment, on a machine that is too small for that. */
@Tag("e2e")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CrowdAtTheDoorTest {
  private static final int PEOPLE = 60;
  private static final String STREAM = "Crowd";
  private final OkHttpClient http = HttpClients.create();

  @Test
  void allWhoJoinAtOnceGetIn(@TempDir Path folder) throws Exception {
    var options = new EmbeddedHost.Options("127.0.0.1", 0, folder, Optional.empty(), false);
    try (EmbeddedHost host = EmbeddedHost.start(options, Clock.systemUTC(), (name, fields) -> {});
        var crowd = new Closer()) {
      Backend backend = Backends.open(http, host.url().toString(), host.passcode()).orElseThrow();
      crowd.add(bot(backend, "Hanna", Role.HOST)).live().get(1, TimeUnit.MINUTES);
      List<CompletableFuture<Void>> arrivals = new ArrayList<>();
      for (int i = 0; i < PEOPLE; i++) {
        Role role = i % 10 == 0 ? Role.SPEAKER : Role.VIEWER;
        arrivals.add(crowd.add(bot(backend, "Person " + i, role)).live());
      }
      var all = CompletableFuture.allOf(arrivals.toArray(CompletableFuture[]::new));
      assertThat(all.handle((done, failure) -> failure).get(4, TimeUnit.MINUTES)).isNull();
    } finally {
      http.dispatcher().executorService().shutdown();
      http.connectionPool().evictAll();
    }
  }

  private Bot bot(Backend backend, String name, Role role) {
    return new Bot(
        backend,
        http,
        Clock.systemUTC(),
        name,
        STREAM,
        role,
        role.onStage() ? new Tone(440) : new Silence(),
        Optional.empty(),
        new BotBehavior(false, false, false),
        new JsonLines(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            Clock.systemUTC(),
            true));
  }
}
