package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Backend;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.desktop.services.EngineSessions;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.services.HostingSessions;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.hosting.Interrupted;
import app.rostrum.hosting.KeptHosting;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host whose app ends without a goodbye, with a real backend and a real room. */
@Tag("e2e")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@NullUnmarked
class CrashedHostTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final String STREAM = "Tea";
  private final OkHttpClient http = HttpClients.create();
  private @TempDir Path folder;

  /** A run of the app, as far as its sessions go. */
  private HostingSessions run() {
    return new HostingSessions(
        new EngineSessions(
            () -> http, () -> PlainEngine.create(new Silence(), new LevelMeter()), CLOCK),
        new KeptHosting(folder.resolve("app/hosting.properties"), CLOCK));
  }

  private static boolean hosts(AtomicReference<Optional<StreamState>> state) {
    return state.get().map(s -> s.phase().equals(new Phase.OnStage(Role.HOST))).orElse(false);
  }

  @Test
  void theNextRunIsHostAgainOnAStageByInvitation() throws Exception {
    var options =
        new EmbeddedHost.Options("127.0.0.1", 0, folder.resolve("server"), Optional.empty(), false);
    var first = new AtomicReference<Optional<StreamState>>(Optional.empty());
    var second = new AtomicReference<Optional<StreamState>>(Optional.empty());
    try (EmbeddedHost host = EmbeddedHost.start(options, CLOCK, (name, fields) -> {})) {
      Backend backend = Backends.open(http, host.url().toString(), host.passcode()).orElseThrow();
      try (var crashed =
          run()
              .begin(
                  backend,
                  "Hanna",
                  new Entry(STREAM, Role.HOST, new StreamSettings(false, true), true),
                  state -> first.set(Optional.of(state)))) {
        await().until(() -> hosts(first));
        assertThat(run().interrupted(backend, "Hanna")).isEqualTo(new Interrupted.Live(STREAM));
        try (var returned =
            run()
                .begin(
                    backend,
                    "Hanna",
                    Entry.join(STREAM, Role.SPEAKER, false),
                    state -> second.set(Optional.of(state)))) {
          await().until(() -> hosts(second));
          await().until(() -> first.get().orElseThrow().phase() instanceof Phase.Left);
          assertThat(first.get().orElseThrow().phase())
              .isEqualTo(new Phase.Left(new LeaveReason.Replaced()));
          assertThat(run().interrupted(backend, "Hanna")).isEqualTo(new Interrupted.Live(STREAM));
          returned.endStream();
          await().until(() -> second.get().orElseThrow().phase() instanceof Phase.Left);
          assertThat(run().interrupted(backend, "Hanna")).isEqualTo(new Interrupted.None());
        }
        assertThat(crashed.state().phase()).isInstanceOf(Phase.Left.class);
      }
    } finally {
      http.dispatcher().executorService().shutdown();
      http.connectionPool().evictAll();
    }
  }
}
