package app.rostrum.bot;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamSummary;
import app.rostrum.cli.Backends;
import app.rostrum.cli.JsonLines;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.hosting.KeptHosting;
import app.rostrum.media.plain.Silence;
import app.rostrum.stream.Role;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bots that are stopped from outside. */
@Timeout(120)
class BotTest {
  private static final OkHttpClient HTTP = new OkHttpClient();

  @TempDir Path folder;

  @Test
  void aStreamEndsWithItsHostUnlessTheHostIsToReturn() throws Exception {
    try (EmbeddedHost server = EmbeddedHost.startTemporary(Clock.systemUTC())) {
      Backend backend = Backends.open(HTTP, server.url(), server.passcode());
      var returning = new KeptHosting(folder.resolve("hosting"), Clock.systemUTC());
      Bot leaving = host(backend, "Ada", "Tea", Optional.empty());
      Bot staying = host(backend, "Bob", "Java", Optional.of(returning));
      leaving.live().get(60, TimeUnit.SECONDS);
      staying.live().get(60, TimeUnit.SECONDS);
      leaving.stop();
      staying.stop();
      assertThat(backend.listStreams().orElseThrow())
          .extracting(StreamSummary::streamName)
          .containsExactly("Java");
    }
  }

  private static Bot host(Backend backend, String name, String stream, Optional<KeptHosting> kept) {
    var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Bot(
        backend,
        HTTP,
        Clock.systemUTC(),
        name,
        stream,
        Role.HOST,
        new Silence(),
        Optional.empty(),
        new BotBehavior(false, false, false),
        new JsonLines(out, Clock.systemUTC(), true),
        kept);
  }
}
