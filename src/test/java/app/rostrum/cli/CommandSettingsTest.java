package app.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandSettingsTest {
  @Command(mixinStandardHelpOptions = true, defaultValueProvider = Settings.class)
  static final class Serving implements Runnable {
    @Option(names = "--config")
    @Nullable Path config;

    @Option(names = "--port")
    int port = 8770;

    @Option(names = "--public-url")
    @Nullable String publicUrl;

    @Option(names = "--rest", negatable = true, fallbackValue = "true")
    boolean rest;

    @Option(names = "--trusted-proxy", split = ",")
    List<String> proxies = List.of();

    @Option(names = "--turn-secret", paramLabel = Settings.SECRET)
    @Nullable String secret;

    @Override
    public void run() {}
  }

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("server.conf"), text);
  }

  private CommandLine line() {
    return new CommandLine(new Serving())
        .setDefaultValueProvider(new Settings(environment, folder.resolve("server.conf")));
  }

  private Serving parse(String... arguments) {
    CommandLine line = line();
    var unused = line.parseArgs(arguments);
    Settings.of(line.getCommandSpec()).verify(line.getCommandSpec());
    return line.getCommand();
  }

  private String error(String... arguments) {
    try {
      var unused = parse(arguments);
    } catch (SettingsException e) {
      return String.valueOf(e.getMessage()).replace(folder + "/", "");
    }
    throw new AssertionError("it was accepted");
  }

  @Test
  void anOptionBeatsTheEnvironmentAndThisTheFile() throws Exception {
    file("port = 1\npublic-url = https://file.example\n");
    assertThat(parse().port).isEqualTo(1);
    environment.put("ROSTRUM_PORT", "2");
    assertThat(parse().port).isEqualTo(2);
    assertThat(parse("--port", "3").port).isEqualTo(3);
    assertThat(parse("--port", "3").publicUrl).isEqualTo("https://file.example");
  }

  @Test
  void withoutAnySettingTheDefaultsHold() {
    Serving serving = parse();
    assertThat(serving.port).isEqualTo(8770);
    assertThat(serving.publicUrl).isNull();
    assertThat(serving.proxies).isEmpty();
  }

  @Test
  void aValueMeansItselfWithoutQuotesEscapesAndVariables() throws Exception {
    file("\n# a comment\n  public-url\t=  C:\\data ${env:HOME} $$ \"x\" # y = z  \n");
    assertThat(parse().publicUrl).isEqualTo("C:\\data ${env:HOME} $$ \"x\" # y = z");
  }

  @Test
  void aSwitchInTheFileIsStillASwitchOnTheCommandLine() throws Exception {
    file("rest = true\n");
    assertThat(parse().rest).isTrue();
    assertThat(parse("--rest").rest).isTrue();
    assertThat(parse("--no-rest").rest).isFalse();
    environment.put("ROSTRUM_REST", "false");
    assertThat(parse().rest).isFalse();
  }

  @Test
  void aListOnTheCommandLineReplacesTheOneOfTheFile() throws Exception {
    file("trusted-proxy = 10.0.0.1,10.0.0.2\n");
    assertThat(parse().proxies).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(parse("--trusted-proxy", "10.0.0.3").proxies).containsExactly("10.0.0.3");
  }

  @Test
  void theFileIsChosenByOptionOrEnvironment() throws Exception {
    file("port = 1\n");
    Path other = Files.writeString(folder.resolve("other.conf"), "port = 4\n");
    Path third = Files.writeString(folder.resolve("third.conf"), "port = 5\n");
    environment.put("ROSTRUM_CONFIG", other.toString());
    assertThat(parse().port).isEqualTo(4);
    assertThat(parse("--config", third.toString()).port).isEqualTo(5);
    file("nonsense\n");
    assertThat(parse("--rest", "--config", third.toString()).port).isEqualTo(5);
    assertThat(parse("--config", "/dev/null").port).isEqualTo(8770);
  }

  @Test
  void everyWrongLineIsNamedWithTheNearestKey() throws Exception {
    file("prot = 1\n\npublic_url = x\nnonsense\nport = 2\nport = 3\nrest =\nconfig = x\n");
    environment.put("ROSTRUM_PROT", "1");
    environment.put("ROSTRUM_JAVA_OPTS", "-Xmx1g");
    assertThat(error().lines())
        .containsExactly(
            "server.conf:4: a line is a comment (# …) or a setting (key = value)",
            "server.conf:6: port is set already, in line 5",
            "server.conf:7: rest has no value; delete the line for the default",
            "server.conf:1: there is no setting prot; did you mean port?",
            "server.conf:3: there is no setting public_url; did you mean public-url?",
            "server.conf:8: there is no setting config",
            "the environment: there is no setting ROSTRUM_PROT; did you mean ROSTRUM_PORT?");
  }

  @Test
  void aWrongValueIsNamedWithItsPlace() throws Exception {
    file("# port\nport = many\n");
    environment.put("ROSTRUM_REST", "perhaps");
    assertThat(error().lines())
        .satisfiesExactly(
            port -> assertThat(port).startsWith("server.conf:2: ").contains("'many'"),
            rest -> assertThat(rest).startsWith("ROSTRUM_REST: ").contains("perhaps"));
  }

  @ParameterizedTest
  @CsvSource({"missing, does not exist", "'', is not a file"})
  void aFileThatIsNoneIsAnError(String name, String why) {
    assertThat(error("--config", folder.resolve(name).toString())).endsWith(why);
  }

  @Test
  void aFileOfHostileSizeIsNotReadToItsEnd() throws Exception {
    file("# " + "x".repeat(64 * 1024) + "\n");
    assertThat(error()).isEqualTo("server.conf has more than 64 KiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"port = \0", "port = 1\u001b[2J"})
  void controlCharactersAreAnError(String text) throws Exception {
    file("rest = true\n" + text);
    assertThat(error()).isEqualTo("server.conf:2: there is a control character in this line");
  }

  @Test
  void bytesThatAreNoTextAreAnError() throws Exception {
    Files.write(folder.resolve("server.conf"), new byte[] {'a', (byte) 0xff});
    assertThat(error()).isEqualTo("server.conf is not text in UTF-8");
  }

  @Test
  void aFileThatEverybodyCanWriteIsRefused() throws Exception {
    Path path = file("port = 1\n");
    assumeThat(Files.getFileStore(path).supportsFileAttributeView("posix")).isTrue();
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(error()).startsWith("server.conf can be written by everybody");
  }

  @Test
  void helpIsGivenWhateverTheSettingsAre() throws Exception {
    file("nonsense\n");
    assertThat(line().parseArgs("--help").isUsageHelpRequested()).isTrue();
    assertThatThrownBy(() -> parse()).isInstanceOf(SettingsException.class);
  }

  @Test
  void theSummarySaysWhereEachValueComesFromAndKeepsSecrets() throws Exception {
    file("turn-secret = swordfish\ntrusted-proxy = 10.0.0.1,10.0.0.2\n");
    environment.put("ROSTRUM_PUBLIC_URL", "https://talk.example");
    CommandLine line = line();
    var unused = line.parseArgs("--port", "9000");
    List<String> summary = Settings.of(line.getCommandSpec()).summary(line.getCommandSpec());
    assertThat(summary.stream().map(s -> s.replace(folder + "/", "").strip().replaceAll(" +", " ")))
        .containsExactlyInAnyOrder(
            "server.conf is read.",
            "",
            "port 9000 option",
            "public-url https://talk.example ROSTRUM_PUBLIC_URL",
            "rest false default",
            "trusted-proxy 10.0.0.1,10.0.0.2 server.conf:2",
            "turn-secret (set) server.conf:1");
  }
}
