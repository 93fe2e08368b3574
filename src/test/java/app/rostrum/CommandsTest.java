package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.about.Version;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path folder;

  private int run(String... arguments) {
    CommandLine commands = Rostrum.commandLine(arguments);
    commands.setOut(new PrintWriter(out));
    commands.setErr(new PrintWriter(err));
    return commands.execute(arguments);
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("run", "demo", "serve", "bot", "bench", "test");
  }

  @Test
  void everyCommandExplainsItself() {
    for (String command : Rostrum.commandLine().getSubcommands().keySet()) {
      assertThat(run(command, "--help")).as(command).isZero();
    }
    assertThat(out.toString())
        .contains("--public-url", "--trust-passcode", "--raise-hand", "--accept-invitation");
  }

  @Test
  void theVersionIsThePoms() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString().strip()).isEqualTo("Rostrum " + Version.current());
    // Maven tells its version to the tests; elsewhere the resource is not filtered.
    assertThat(Version.current()).isEqualTo(System.getProperty("project.version", "development"));
  }

  @Test
  void onlyTheRequestedCommandIsCreated() {
    assertThat(Rostrum.commandLine("serve", "--help").getSubcommands()).containsOnlyKeys("serve");
    assertThat(Rostrum.commandLine("--help").getSubcommands())
        .containsOnlyKeys("run", "join", "demo", "serve", "bot", "bench");
  }

  @Test
  void anInvitationLinkOpensTheAppWithOrWithoutACommand() {
    String link = "rostrum://join?passcode=12345678901234&stream=Tea";
    assertThat(Rostrum.withCommand()).containsExactly("run");
    assertThat(Rostrum.withCommand(link)).containsExactly("run", link);
    assertThat(Rostrum.withCommand("join", link)).containsExactly("join", link);
    assertThat(Rostrum.withCommand("serve", "--public-url", "https://talk.example.org"))
        .startsWith("serve");
    for (String command : List.of("run", "join")) {
      var parsed = Rostrum.commandLine(command, link).parseArgs(command, link);
      Object value = parsed.subcommand().matchedPositionalValue(0, "");
      assertThat(value).as(command).isEqualTo(link);
    }
  }

  @Test
  void wrongOptionsEndWithUsage() {
    assertThat(run("serve", "--port", "70000")).isEqualTo(2);
    assertThat(run("serve", "--public-url", "ftp://x")).isEqualTo(2);
    assertThat(run("serve", "--webhooks-to", "10.0.0.0/33")).isEqualTo(2);
    assertThat(run("serve", "--webhooks-to", "https://hooks.example.org/")).isEqualTo(2);
    assertThat(
            run(
                "serve",
                "--port=0",
                "--data=" + folder.resolve("data"),
                "--public-url=https://talk.example.org",
                "--rest-credentials=" + folder.resolve("rest.env")))
        .isEqualTo(2);
    assertThat(folder.resolve("rest.env")).doesNotExist();
    assertThat(run("bot", "--name", "A")).isEqualTo(2);
    assertThat(run("bot", "--name", "A", "--stream", "S", "--passcode", "123")).isEqualTo(2);
    assertThat(run("bot", "--name", "A", "--stream", "S", "--count", "0")).isEqualTo(2);
    assertThat(run("bot", "--name", "A", "--stream", "S", "--tone", "440", "--file", "x.wav"))
        .isEqualTo(2);
    assertThat(run("nonsense")).isEqualTo(2);
    assertThat(err.toString()).contains("--port must be 0 to 65535", "14 digits");
  }
}
