package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cli.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ServeCommandTest {
  private static final Path EXAMPLE = Path.of("packaging/rostrum-server.conf");

  @ParameterizedTest
  @CsvSource({
    "--port, 70000",
    "--drain, -1",
    "--public-url, nonsense",
    "--trusted-proxy, proxy.example",
    "--trusted-proxy, 10.0.0.0/40",
    "--webhooks-to, 10.1.2.3/16",
    "--webhooks-to, two words",
    "--metrics, 70000",
    "--metrics, everywhere",
    "--metrics, metrics.example.org:9464",
    "--metrics, ::1:9464",
    "--max-listeners, -1",
    "--max-streams, 501",
    "--public-address, talk.example.org",
    "--public-address, 0.0.0.0",
    "--turn, https://turn.example.org",
    "--turn, turn:turn.example.org",
    "--tls, on",
    "--app-url, javascript:alert(1)",
    "--tls-key, key.pem"
  })
  void aWrongOptionIsNamedAndNothingIsStarted(String option, String value) {
    var errors = new StringWriter();
    int status =
        new CommandLine(new ServeCommand()).setErr(new PrintWriter(errors)).execute(option, value);
    assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(errors.toString()).startsWith(option + " must be ");
  }

  private static CommandLine line(Map<String, String> environment) {
    return new CommandLine(new ServeCommand())
        .setDefaultValueProvider(new Settings(environment, EXAMPLE.resolveSibling("missing.conf")))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private String check(Map<String, String> environment, String... arguments) {
    var out = new StringWriter();
    CommandLine line = line(environment).setOut(new PrintWriter(out));
    var all = new ArrayList<>(List.of("--check-config"));
    all.addAll(List.of(arguments));
    assertThat(line.execute(all.toArray(String[]::new))).isZero();
    return out.toString().replaceAll(" +", " ");
  }

  @Test
  void checkingSaysWhatHoldsAndStartsNothing() {
    assertThat(check(Map.of("ROSTRUM_HOST", "0.0.0.0"), "--port", "9000"))
        .contains("No file is read.")
        .contains(" host 0.0.0.0 ROSTRUM_HOST")
        .contains(" port 9000 option")
        .contains(" public-url - default");
  }

  @Test
  void aSettingThatCannotBeIsNamedWithItsPlace() {
    var errors = new StringWriter();
    int status =
        line(Map.of("ROSTRUM_TRUSTED_PROXY", "proxy.example"))
            .setErr(new PrintWriter(errors))
            .execute("--check-config");
    assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(errors.toString()).startsWith("ROSTRUM_TRUSTED_PROXY: --trusted-proxy must be ");
  }

  /** The example has exactly the settings that there are, and all of them can be used. */
  @Test
  void theExampleFileIsComplete(@TempDir Path folder) throws Exception {
    List<String> settings =
        Files.readAllLines(EXAMPLE).stream()
            .filter(line -> line.matches("#[a-z].* = .*"))
            .map(line -> line.substring(1))
            .toList();
    assertThat(settings)
        .extracting(line -> line.split(" = ", 2)[0])
        .containsExactlyInAnyOrderElementsOf(
            Settings.options(new CommandLine(new ServeCommand()).getCommandSpec()).keySet());
    Path file = Files.write(folder.resolve("server.conf"), settings);
    assertThat(check(Map.of(), "--config", file.toString()))
        .contains(" port 8770 " + file + ":2")
        .contains(" public-url https://talk.example.org " + file);
    assertThat(check(Map.of(), "--config", EXAMPLE.toString())).contains(" port 8770 default");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--tls=self-signed --tls-certificate=a.pem",
        "--tls=self-signed --public-url=http://talk.example.org",
        "--tls-certificate=a.pem --public-url=http://talk.example.org"
      })
  void optionsThatContradictEachOtherAreRefused(String options) {
    var errors = new StringWriter();
    int status =
        new CommandLine(new ServeCommand())
            .setErr(new PrintWriter(errors))
            .execute(options.split(" "));
    assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(errors.toString()).startsWith("--").contains(" must be ");
  }
}
