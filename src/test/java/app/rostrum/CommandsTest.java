package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.about.Version;
import app.rostrum.cli.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path folder;

  private static CommandLine commandLine(String... arguments) {
    return Rostrum.commandLine(new Program("rostrum"), arguments);
  }

  private int run(String... arguments) {
    return start(new Program("rostrum"), arguments);
  }

  private int start(Program program, String... arguments) {
    CommandLine commands = Rostrum.commandLine(program, arguments);
    commands.setOut(new PrintWriter(out));
    commands.setErr(new PrintWriter(err));
    return commands.execute(arguments);
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("run", "demo", "serve", "bot", "doctor", "bench");
  }

  @Test
  void everyCommandExplainsItself() {
    for (String command : commandLine().getSubcommands().keySet()) {
      assertThat(run(command, "--help")).as(command).isZero();
    }
    assertThat(out.toString())
        .contains("--public-url", "trust-passcode", "--raise-hand", "--accept-invitation");
  }

  @ParameterizedTest
  @ValueSource(strings = {"./rostrum", "rostrum", "rostrum-server"})
  void examplesCallTheProgramAsPeopleStartIt(String name) {
    assertThat(start(new Program(name), "serve", "--help")).isZero();
    assertThat(start(new Program(name), "bot", "--help")).isZero();
    assertThat(start(new Program(name), "--help")).isZero();
    assertThat(out.toString())
        .contains(
            "Usage: " + name + " serve",
            "\n  " + name + " serve --host 0.0.0.0 --public-url",
            "\n  " + name + " bot --passcode",
            name + " COMMAND --help")
        .doesNotContain("${");
    assertThat(out.toString().contains("./rostrum")).isEqualTo(name.equals("./rostrum"));
    assertThat(out.toString().contains("  test ")).isEqualTo(name.equals("./rostrum"));
  }

  @Test
  void thePackageForServersHasNoCommandOfTheDesktop() {
    assertThat(start(new Program("rostrum-server"), "--help")).isZero();
    assertThat(out.toString())
        .contains("  serve ", "  bot ", "  doctor ")
        .doesNotContain("  run", "  demo ", "  bench ", "desktop");
    assertThat(start(new Program("rostrum-server"))).isEqualTo(2);
    assertThat(start(new Program("rostrum-server"), "run")).isEqualTo(2);
    assertThat(start(new Program("rostrum-server"), "rostrum://join?passcode=12345678901234"))
        .isEqualTo(2);
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
    assertThat(commandLine("serve", "--help").getSubcommands()).containsOnlyKeys("serve");
    assertThat(commandLine("--help").getSubcommands())
        .containsOnlyKeys(
            "run", "join", "demo", "serve", "admin", "bot", "doctor", "bench", "manual");
  }

  @Test
  void theManualPageAndTheCompletionKnowWhatTheHelpKnows() throws Exception {
    assertThat(run("manual", folder.toString())).isZero();
    assertThat(folder.resolve("rostrum.1"))
        .content()
        .contains(
            ".TH \"ROSTRUM\" 1 \"\" \"Rostrum " + Version.current().replace("-", "\\-"),
            ".SH NAME\nrostrum \\- Live audio rooms: ",
            ".SS \"run, join\"",
            ".B \"\\-\\-public\\-url=URL\"",
            ".nf\n\\&  rostrum serve \\-\\-host 0.0.0.0 ")
        .doesNotContain("manual", "${", "\n'");
    assertThat(folder.resolve("rostrum"))
        .content()
        .contains("complete -F _complete_rostrum -o default rostrum", "--public-url")
        .doesNotContain("_manual");
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
      var parsed = commandLine(command, link).parseArgs(command, link);
      Object value = parsed.subcommand().matchedPositionalValue(0, "");
      assertThat(value).as(command).isEqualTo(link);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rostrum:join?passcode=12345678901234",
        "ROSTRUM://JOIN?passcode=12345678901234",
        "https://talk.example.org/?passcode=12345678901234",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "rostrum:--data=/tmp/x",
        "rostrum://join?x=\n--data=/tmp/x"
      })
  void whateverADesktopPassesOnAsALinkIsALinkAndNoOption(String link) {
    assertThat(Rostrum.withCommand(link)).containsExactly("run", link);
    var parsed = commandLine("run", link).parseArgs("run", link).subcommand();
    assertThat(parsed.<@Nullable Object>matchedPositionalValue(0, null)).isEqualTo(link);
    assertThat(parsed.matchedOptions()).isEmpty();
  }

  @Test
  void anOptionThatLooksLikeALinkIsNeverPassedToAnotherCommand() {
    String option = "--config=rostrum://join?passcode=12345678901234";
    String[] arguments = Rostrum.withCommand(option);
    assertThat(arguments).containsExactly("run", option);
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown option: '--config=");
  }

  @Test
  void anArgumentIsNotTheNameOfAFileOfArguments() throws Exception {
    Path file = Files.writeString(folder.resolve("arguments"), "--help");
    var parsed = commandLine("run").parseArgs("run", "@" + file).subcommand();
    assertThat(parsed.<@Nullable Object>matchedPositionalValue(0, null)).isEqualTo("@" + file);
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
