package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.testing.Capability;
import app.rostrum.testing.Sdk;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A stranger who has docs/protocols/rest.md, and nothing else. */
@Tag("conformance")
class RestPageConformanceTest {
  private static final Path MODULES = Path.of("src/test/conformance/node_modules").toAbsolutePath();

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path home;

  private final List<String> heard = new CopyOnWriteArrayList<>();

  @Test
  @Capability(
      value = "REST: a stream made and completed as the page for strangers says",
      judgedBy = Sdk.HELPER)
  void theScriptOfThePageMakesAStreamAndCompletesIt() throws Exception {
    writeScript("stream.cjs");
    List<String> printed =
        serving(() -> run("node", "--env-file=rest.env", "stream.cjs").lines().toList());
    assertThat(printed).hasSize(4);
    assertThat(printed.get(0)).matches("room RM[0-9a-f]{32} in-progress");
    assertThat(printed.get(1)).matches("speaker [\\w-]+\\.[\\w-]+\\.[\\w-]+");
    assertThat(printed.get(2))
        .matches("listener [\\w-]+\\.[\\w-]+\\.[\\w-]+ at http://127.0.0.1:\\d+/whep/VJ\\w{32}");
    assertThat(printed.get(3)).isEqualTo("room completed, mix ended");
  }

  @Test
  @Capability(
      value = "REST: a receiver that validates the signature of webhooks",
      judgedBy = Sdk.HELPER)
  void theReceiverOfThePageHearsOfARoomAndBelievesIt() throws Exception {
    writeScript("receiver.cjs");
    serving(
        () -> {
          var builder =
              node("node", "--env-file=rest.env", "receiver.cjs").redirectError(Redirect.INHERIT);
          builder.environment().put("PORT", "0");
          Process receiver = builder.start();
          try {
            Threads.startDaemon(
                "receiver", () -> receiver.inputReader().lines().forEach(heard::add));
            await().atMost(PATIENCE).until(() -> heard.size() == 1);
            String port = heard.getFirst().substring("port ".length());
            post("", "UniqueName", "Java", "StatusCallback", "http://127.0.0.1:" + port + "/?a=b");
            post("/Java", "Status", "completed");
            await().atMost(PATIENCE).until(() -> heard.size() == 3);
          } finally {
            receiver.destroyForcibly();
          }
          return heard;
        });
    assertThat(heard.subList(1, 3)).containsExactly("room-created Java", "room-ended Java");
  }

  private void post(String path, String... form) throws IOException {
    var variables = new Properties();
    try (var file = Files.newBufferedReader(home.resolve("rest.env"))) {
      variables.load(file);
    }
    var body = new FormBody.Builder();
    for (int i = 0; i < form.length; i += 2) {
      body.add(form[i], form[i + 1]);
    }
    var request =
        new Request.Builder()
            .url(variables.getProperty("ROSTRUM_REST_URL") + "/video/v1/Rooms" + path)
            .header(
                "Authorization",
                Credentials.basic(
                    variables.getProperty("TWILIO_API_KEY"),
                    variables.getProperty("TWILIO_API_SECRET")))
            .post(body.build());
    try (var response = new OkHttpClient().newCall(request.build()).execute()) {
      assertThat(response.isSuccessful()).isTrue();
    }
  }

  /** Writes down the script that the page introduces by its name. */
  private void writeScript(String name) throws IOException {
    assertThat(MODULES).as("run npm ci in src/test/conformance first").isDirectory();
    var script =
        Pattern.compile("`" + name + "`.*?```js\n(.*?)```", Pattern.DOTALL).matcher(page());
    assertThat(script.find()).isTrue();
    Files.writeString(home.resolve(name), script.group(1));
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("docs/protocols/rest.md"));
  }

  /** Does something while a server runs that was started as the page says. */
  private <T> T serving(Callable<T> work) throws Exception {
    assertThat(page()).contains("./rostrum serve --rest-credentials rest.env\n");
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
      await().atMost(PATIENCE).until(() -> Files.exists(credentials));
      return work.call();
    } finally {
      server.interrupt();
      server.join();
    }
  }

  private ProcessBuilder node(String... command) {
    var builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().put("NODE_PATH", MODULES.toString());
    return builder;
  }

  private String run(String... command) throws Exception {
    Process process = node(command).redirectError(Redirect.INHERIT).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }
}
