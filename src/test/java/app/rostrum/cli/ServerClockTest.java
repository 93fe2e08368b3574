package app.rostrum.cli;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.testing.ManualClock;
import app.rostrum.web.HttpResponse;
import app.rostrum.web.WebServer;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerClockTest {
  private final ManualClock computer = new ManualClock(Instant.parse("2026-11-27T12:00:00Z"));
  private final ServerClock clock = new ServerClock(computer);

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private WebServer server;

  private volatile String date = "";

  @BeforeEach
  void serve() throws Exception {
    server =
        WebServer.builder()
            .handle(
                "/",
                request ->
                    date.isEmpty()
                        ? HttpResponse.empty(204)
                        : HttpResponse.empty(204).with("Date", date))
            .start(new InetSocketAddress("127.0.0.1", 0));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private void ask(ServerClock by) throws Exception {
    OkHttpClient http = HttpClients.create().newBuilder().addInterceptor(by).build();
    var request = new Request.Builder().url("http://127.0.0.1:" + server.port() + "/").build();
    http.newCall(request).execute().close();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  @Test
  void aDayOfDifferenceIsTheServersSecondsAreTheWaysAndTheClockGoesOn() throws Exception {
    date = "Sat, 28 Nov 2026 12:00:07 GMT";
    ask(clock);
    assertThat(clock.instant()).isEqualTo(Instant.parse("2026-11-28T12:00:07Z"));
    computer.advance(Duration.ofMinutes(5));
    assertThat(clock.instant()).isEqualTo(Instant.parse("2026-11-28T12:05:07Z"));
    date = "Fri, 27 Nov 2026 12:05:40 GMT";
    ask(clock);
    assertThat(clock.instant()).isEqualTo(computer.instant());
  }

  @Test
  void aDifferenceOfAboutTheToleranceDoesNotMakeItJump() throws Exception {
    Instant noon = computer.instant();
    date = DateTimeFormatter.RFC_1123_DATE_TIME.format(noon.plusSeconds(62).atOffset(UTC));
    ask(clock);
    Instant told = clock.instant();
    assertThat(told).isAfter(noon.plusSeconds(60));
    date = DateTimeFormatter.RFC_1123_DATE_TIME.format(noon.plusSeconds(58).atOffset(UTC));
    ask(clock);
    assertThat(clock.instant()).isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(ints = {-24, 24})
  void anEmbeddedServerTellsItsTime(int hours) throws Exception {
    var wrong = new ServerClock(Clock.offset(Clock.systemUTC(), Duration.ofHours(hours)));
    ask(wrong);
    assertThat(Duration.between(wrong.instant(), Instant.now()).abs())
        .isLessThan(Duration.ofHours(1));
  }

  @Test
  void aDateThatIsNoneChangesNothing() throws Exception {
    date = "yesterday";
    ask(clock);
    assertThat(clock.instant()).isEqualTo(computer.instant());
  }
}
