package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.cli.JsonLines;
import app.rostrum.cli.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReloadTest {
  @TempDir Path folder;
  private final ServeCommand serve = new ServeCommand();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private EmbeddedHost host;
  private Backend backend;

  @BeforeEach
  void start() throws Exception {
    settings("max-streams = 0\n");
    var unused =
        new CommandLine(serve)
            .setDefaultValueProvider(new Settings(Map.of(), folder.resolve("server.conf")))
            .parseArgs("--max-listeners", "7");
    host = EmbeddedHost.startTemporary(Clock.systemUTC());
    host.limit(serve.limits.read());
    backend = Backends.open(HttpClients.create(), host.url(), host.passcode());
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private void settings(String text) throws IOException {
    Files.writeString(folder.resolve("server.conf"), text);
  }

  private String reload() {
    out.reset();
    var lines =
        new JsonLines(new PrintStream(out, true, StandardCharsets.UTF_8), Clock.systemUTC(), false);
    try {
      var unused = serve.reload(host, new Supervisor(null), lines);
    } catch (IOException e) {
      assertThat(out.toString(StandardCharsets.UTF_8)).contains(String.valueOf(e.getMessage()));
    }
    return out.toString(StandardCharsets.UTF_8).strip();
  }

  @Test
  void newLimitsHoldAtOnceAndOtherSettingsAtTheNextStart() throws Exception {
    assertThatThrownBy(() -> backend.createStream("Hanna", "Talk", true))
        .isInstanceOf(BackendException.class);
    settings("max-streams = 1\nmax-listeners = 9\nport = 9000\nrest = true\n");
    assertThat(reload()).isEqualTo("reloaded  at-the-next-start=[port, rest]");
    assertThat(backend.createStream("Hanna", "Talk", true).token()).isNotEmpty();
    assertThatThrownBy(() -> backend.createStream("Eve", "More", true))
        .isInstanceOf(BackendException.class);
  }

  @Test
  void aWrongSettingChangesNothing() throws Exception {
    for (String wrong : new String[] {"port = 70000\n", "max-streams = -1\n", "prot = 1\n"}) {
      settings(
          "log-level = debug\n" + wrong + (wrong.startsWith("max") ? "" : "max-streams = 9\n"));
      assertThat(reload()).as(wrong).startsWith("not-reloaded  problem=").contains("server.conf:");
      assertThatThrownBy(() -> backend.createStream("Hanna", "Talk", true))
          .as(wrong)
          .isInstanceOf(BackendException.class);
    }
  }
}
