package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogSecretsTest {
  private static final Logger ROSTRUM =
      ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("app.rostrum");

  @TempDir Path data;
  private final OkHttpClient http = HttpClients.create();
  private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

  @BeforeEach
  void listen() {
    heard.start();
    ROSTRUM.addAppender(heard);
    ROSTRUM.setAdditive(false);
    ROSTRUM.setLevel(Level.DEBUG);
  }

  @AfterEach
  void restore() {
    ROSTRUM.detachAppender(heard);
    ROSTRUM.setAdditive(true);
    ROSTRUM.setLevel(null);
  }

  private List<String> from(Level least) {
    return List.copyOf(heard.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(least))
        .map(event -> event.getFormattedMessage() + " " + event.getThrowableProxy())
        .map(line -> line.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** People come, are refused and go, and requests are wrong in some ways. */
  @Test
  void noLevelTellsSecretsAndTheUsualOneNoNames() throws Exception {
    var secrets = new ArrayList<String>();
    try (var host =
        EmbeddedHost.start(
            new EmbeddedHost.Options("127.0.0.1", 0, data, Optional.empty(), false),
            Clock.systemUTC(),
            (name, fields) -> {})) {
      secrets.add(host.passcode());
      host.rest()
          .orElseThrow()
          .variables()
          .forEach(
              (name, value) -> {
                if (name.endsWith("TOKEN") || name.endsWith("SECRET")) {
                  secrets.add(value);
                }
              });
      Backend backend = Backends.open(http, host.url(), host.passcode());
      StreamCredentials hanna = backend.createStream("Hannelore", "Kaffeeklatsch", true);
      secrets.add(hanna.token());
      secrets.add(backend.joinAsViewer("Leonhard", "Kaffeeklatsch", null).token());
      assertThatThrownBy(() -> backend.joinAsViewer("Hannelore", "Kaffeeklatsch", null))
          .isInstanceOf(BackendException.class);
      assertThatThrownBy(() -> Backends.open(http, host.url(), "48151623421010").verifyPasscode())
          .isInstanceOf(BackendException.class);
      for (String path : List.of("/create-stream", "/whep/VJ1", "/raise-hand")) {
        try (var answer =
            http.newCall(
                    new Request.Builder()
                        .url(host.url() + path)
                        .header("Authorization", "Bearer " + hanna.token())
                        .post(RequestBody.create("{".getBytes(StandardCharsets.UTF_8)))
                        .build())
                .execute()) {
          assertThat(answer.code()).isGreaterThanOrEqualTo(400);
        }
      }
      var out = new ByteArrayOutputStream();
      try (var notice =
          new PasscodeNotice(
              host, new PrintStream(out, true, StandardCharsets.UTF_8), null, null)) {
        notice.renewed();
      }
      assertThat(out.toString(StandardCharsets.UTF_8)).isNotEmpty();
      backend.deleteStream("Kaffeeklatsch", hanna.token());
    }
    assertThat(from(Level.DEBUG)).as("there is something to look at").isNotEmpty();
    assertThat(secrets).hasSizeGreaterThanOrEqualTo(4);
    for (String secret : secrets) {
      assertThat(from(Level.DEBUG))
          .noneMatch(line -> line.contains(secret.toLowerCase(Locale.ROOT)));
    }
    for (String name : List.of("hannelore", "leonhard", "kaffeeklatsch", "48151623421010")) {
      assertThat(from(Level.WARN)).noneMatch(line -> line.contains(name));
    }
  }
}
