package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script {@code rostrum} on a machine with this JDK's real javac, a java that prints its
 * arguments, and no way to install anything.
 */
@EnabledOnOs(OS.LINUX)
class LauncherTest {
  private static final List<String> TOOLS =
      List.of("bash", "dirname", "readlink", "sed", "find", "grep", "ls", "touch");

  /** Without these no cache is made, which is so for the other tests. */
  private static final List<String> TRAINING_TOOLS = List.of("flock", "mkdir", "mv", "nice", "rm");

  /** A java that makes a cache when it is to train, and says how it was called. */
  private static final String TRAINED_JAVA =
      """
      for each in "$@"; do
        case $each in
          -XX:AOTCacheOutput=*) echo "$(nice) $*" >> trainings; echo cache > "${each#*=}"; exit ;;
        esac
      done
      echo "started: $*\"\
      """;

  @TempDir Path folder;
  private Path checkout;
  private Path jdk;

  @BeforeEach
  void prepare() throws IOException {
    Path javac = Path.of(System.getProperty("java.home", ""), "bin", "javac");
    assumeThat(javac).exists();
    jdk = folder.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    script(jdk.resolve("bin/javac"), "exec '" + javac + "' \"$@\"");
    script(jdk.resolve("bin/java"), "echo \"started: $*\"");
    checkout = Files.createDirectories(folder.resolve("checkout"));
    Files.copy(Path.of("rostrum"), checkout.resolve("rostrum"));
    for (String name : List.of("src/main", "resources", "target/lib")) {
      Files.createDirectories(checkout.resolve(name));
    }
    for (String name : List.of("pom.xml", "target/lib/x.jar", "target/built")) {
      Files.createFile(checkout.resolve(name));
    }
    Path tools = Files.createDirectories(folder.resolve("tools"));
    script(tools.resolve("mvn"), "exit 9");
    provide(TOOLS);
  }

  private void provide(List<String> programs) throws IOException {
    for (String tool : programs) {
      Optional<Path> found =
          Stream.of("/usr/bin", "/bin").map(d -> Path.of(d, tool)).filter(Files::exists).findAny();
      assumeThat(found).as(tool).isPresent();
      Files.createSymbolicLink(folder.resolve("tools").resolve(tool), found.orElseThrow());
    }
  }

  private static void script(Path path, String line) throws IOException {
    Files.writeString(path, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Returns what the script printed, its errors included. */
  private String run(String variable, String value) throws Exception {
    return run(Redirect.PIPE, variable, value);
  }

  private String run(Redirect errors, String variable, String value) throws Exception {
    return run("--version", errors, variable, value);
  }

  private String run(String argument, Redirect errors, String variable, String value)
      throws Exception {
    var builder =
        new ProcessBuilder(
                folder.resolve("tools/bash").toString(),
                checkout.resolve("rostrum").toString(),
                argument)
            .redirectError(errors)
            .redirectErrorStream(errors == Redirect.PIPE);
    builder.environment().clear();
    builder.environment().put("PATH", folder.resolve("tools").toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().put(variable, value);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "JDK_JAVAC_OPTIONS"})
  void itFindsItsJdkWhateverOptionsTheEnvironmentHas(String variable) throws Exception {
    String option = variable.equals("JDK_JAVAC_OPTIONS") ? "-Xlint" : "-Dx=1";
    assertThat(run(variable, option)).contains("started: ", "app.rostrum.Rostrum --version");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rostrum://join?passcode=12345678901234&stream=Tea",
        "rostrum:join?passcode=12345678901234",
        "https://talk.example.org/?passcode=12345678901234"
      })
  void aLinkOpensTheAppWithItsMemory(String link) throws Exception {
    assertThat(run(link, Redirect.PIPE, "TERM", "xterm"))
        .contains("-Xmx384m", "app.rostrum.Rostrum " + link);
  }

  /** A program that reads lines of JSON takes the first one for the command's. */
  @Test
  void standardOutputIsTheCommandsAloneThoughItHasToBuildFirst() throws Exception {
    Files.delete(checkout.resolve("target/built"));
    script(folder.resolve("tools/mvn"), "printf '\\033[0mbuilt with %s\\n' \"$*\"");
    Path errors = folder.resolve("errors");
    assertThat(run(Redirect.to(errors.toFile()), "TERM", "xterm")).startsWith("started: ");
    assertThat(errors)
        .content()
        .contains("rostrum: building", "built with ", "-Dstyle.color=never");
  }

  private String runApp() throws Exception {
    return run("run", Redirect.PIPE, "TERM", "xterm");
  }

  private Path aot(String name) {
    return checkout.resolve("target/aot").resolve(name);
  }

  /** Lets the script train with a java that leaves a cache, or does not. */
  private void train(String java) throws IOException {
    provide(TRAINING_TOOLS);
    script(jdk.resolve("bin/java"), java);
  }

  private List<String> trainings() throws IOException {
    Path said = checkout.resolve("trainings");
    return Files.exists(said) ? Files.readAllLines(said) : List.of();
  }

  private void awaitTraining() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(aot("trained")) && !Files.exists(aot("new")));
  }

  @Test
  void theFirstStartMakesACacheBesideTheAppAndTheNextOnesUseIt() throws Exception {
    train(TRAINED_JAVA);
    assertThat(runApp()).contains("started: ").doesNotContain("AOTCache");
    awaitTraining();
    assertThat(trainings()).singleElement().asString().startsWith("19 ").contains("demo --train");
    assertThat(runApp()).contains("-XX:AOTCache=target/aot/rostrum.aot");
    assertThat(trainings()).hasSize(1);
  }

  @Test
  void anotherBuildGetsAnotherCacheInPlaceOfTheFirst() throws Exception {
    train(TRAINED_JAVA);
    runApp();
    awaitTraining();
    Files.setLastModifiedTime(
        checkout.resolve("target/built"), FileTime.from(Instant.now().plusSeconds(1)));
    assertThat(runApp()).doesNotContain("AOTCache");
    await().atMost(Duration.ofSeconds(60)).until(() -> trainings().size() == 2);
  }

  @Test
  void aTrainingThatFailsLeavesNothingAndIsNotTriedAgain() throws Exception {
    train("echo \"started: $*\"");
    runApp();
    awaitTraining();
    assertThat(aot("rostrum.aot")).doesNotExist();
    assertThat(runApp()).contains("started: ").doesNotContain("AOTCache");
    assertThat(aot("new")).doesNotExist();
  }

  @Test
  void whatAnInterruptedTrainingLeftIsNeitherUsedNorKept() throws Exception {
    train(TRAINED_JAVA);
    Files.createDirectories(aot("new"));
    Files.writeString(aot("new/half"), "half");
    Files.writeString(aot("rostrum.aot"), "of another build");
    assertThat(runApp()).doesNotContain("AOTCache");
    awaitTraining();
    assertThat(aot("rostrum.aot")).content().isEqualToIgnoringNewLines("cache");
  }

  /** Runs a JVM with the flags for a cache only, because there is no program here. */
  private static String realJava(String java) {
    return """
    for each in "$@"; do
      case $each in
        -XX:*AOT* | -XX:+Unlock* | -Xlog:*) set -- "$@" "$each" ;;
      esac
      shift
    done
    exec '%s' "$@" -version 2>&1\
    """
        .formatted(java);
  }

  @Test
  void aCacheThatHasBeenCutOffOrIsNoneIsLeftOutWithoutAWord() throws Exception {
    train(realJava(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    List<String> plain = runApp().lines().toList();
    assertThat(plain).hasSizeGreaterThan(1);
    awaitTraining();
    byte[] whole = Files.readAllBytes(aot("rostrum.aot"));
    assertThat(whole).hasSizeGreaterThan(1_000_000);
    assertThat(runApp().lines()).hasSameSizeAs(plain);
    for (int length : new int[] {whole.length / 2, 5000, 0}) {
      Files.write(aot("rostrum.aot"), Arrays.copyOf(whole, length));
      assertThat(runApp().lines()).as("%s bytes", length).hasSameSizeAs(plain);
    }
  }

  @Test
  void nothingIsTrainedBesideAnotherTrainingOrInCi() throws Exception {
    train(TRAINED_JAVA);
    run("run", Redirect.PIPE, "CI", "true");
    run("run", Redirect.PIPE, "ROSTRUM_AOT", "off");
    assertThat(aot("")).doesNotExist();
    Files.createDirectories(aot(""));
    Process other =
        new ProcessBuilder("flock", aot("lock").toString(), "sh", "-c", "echo held; exec cat")
            .start(); // Until its input ends.
    try {
      assertThat(other.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("held");
      // The measurements train before they begin, so they have tried when they have run.
      assertThat(run("bench", Redirect.PIPE, "TERM", "xterm")).contains("started: ");
      assertThat(trainings()).isEmpty();
    } finally {
      other.getOutputStream().close();
      other.waitFor();
    }
  }

  @Test
  void anOlderJdkIsNotTaken() throws Exception {
    script(jdk.resolve("bin/javac"), "echo 'javac 24.0.2'");
    // Elsewhere on this machine there may be a newer one, whose real java has nothing to run.
    assertThat(run("X", "y")).doesNotContain("started: ");
  }
}
