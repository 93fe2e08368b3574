package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.testing.Capability;
import app.rostrum.testing.Sdk;
import app.rostrum.threads.Threads;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A stranger who has docs/protocols/rest.md, and nothing else. */
@Tag("conformance")
class RestPageConformanceTest {
  private static final Path MODULES = Path.of("src/test/conformance/node_modules").toAbsolutePath();

  @TempDir Path home;

  @Test
  @Capability(
      value = "REST: a stream made and completed as the page for strangers says",
      judgedBy = Sdk.HELPER)
  void theScriptOfThePageMakesAStreamAndCompletesIt() throws Exception {
    assertThat(MODULES).as("run npm ci in src/test/conformance first").isDirectory();
    String page = Files.readString(Path.of("docs/protocols/rest.md"));
    var script = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(script.find()).isTrue();
    Files.writeString(home.resolve("stream.cjs"), script.group(1));
    assertThat(page)
        .contains(
            "./rostrum serve --rest-credentials rest.env", "node --env-file=rest.env stream.cjs");

    List<String> printed;
    Path credentials = home.resolve("rest.env");
    Thread server =
        Threads.startDaemon(
            "serve",
            () ->
                new CommandLine(new ServeCommand())
                    .setExecutionExceptionHandler((interrupted, command, parsed) -> 0)
                    .execute(
                        "--rest-credentials",
                        credentials.toString(),
                        "--port",
                        "0",
                        "--data",
                        home.resolve("data").toString()));
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(credentials));
      printed = run("node", "--env-file=rest.env", "stream.cjs");
    } finally {
      server.interrupt();
      server.join();
    }
    assertThat(printed).hasSize(4);
    assertThat(printed.get(0)).matches("room RM[0-9a-f]{32} in-progress");
    assertThat(printed.get(1)).matches("speaker [\\w-]+\\.[\\w-]+\\.[\\w-]+");
    assertThat(printed.get(2))
        .matches("listener [\\w-]+\\.[\\w-]+\\.[\\w-]+ at http://127.0.0.1:\\d+/whep/VJ\\w{32}");
    assertThat(printed.get(3)).isEqualTo("room completed, mix ended");
  }

  private List<String> run(String... command) throws Exception {
    var builder =
        new ProcessBuilder(command).directory(home.toFile()).redirectError(Redirect.INHERIT);
    builder.environment().put("NODE_PATH", MODULES.toString());
    Process node = builder.start();
    try {
      String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(node.exitValue()).isZero();
      return output.lines().toList();
    } finally {
      node.destroyForcibly();
    }
  }
}
