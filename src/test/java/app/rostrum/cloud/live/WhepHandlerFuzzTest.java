package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.TokenVerifier;
import app.rostrum.rtc.MediaPort;
import app.rostrum.threads.Timers;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** WHEP requests of every making, by somebody whose token is good, with peers that read offers. */
@Tag("fuzz")
class WhepHandlerFuzzTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String TOKEN = "Bearer " + Tokens.player("VJ1", NOW.plusSeconds(60));
  private static final List<String> METHODS = List.of("POST", "PATCH", "DELETE", "OPTIONS", "GET");
  private static final WhepHandler WHEP = handler();

  private static WhepHandler handler() {
    var counters = new LiveCounters();
    var broadcast = new Broadcast("VJ1", new SenderThreads(1, counters), counters);
    MediaPort port;
    try {
      port = MediaPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new WhepHandler(
        new WhepHandler.Streams() {
          @Override
          public boolean known(String sid) {
            return sid.equals("VJ1");
          }

          @Override
          public Optional<Broadcast> broadcast(String sid) {
            return Optional.of(broadcast);
          }

          @Override
          public ListenerPeer.Factory peers(String streamerSid) {
            return states -> new RtcListenerPeer(port, streamerSid, states);
          }
        },
        new Sids(new Random(1)),
        () -> URI.create("https://example.test/"),
        TokenVerifier.withoutFloors(Tokens::secretOf, Clock.fixed(NOW, ZoneOffset.UTC)),
        Timers.create("fuzz"),
        new ListenerCapacity(
            new LiveCounters(),
            new ListenerCapacity.Sending(1, () -> 0),
            () -> false,
            new ListenerCapacity.Limits(10, 10)),
        new WhepHandler.Limits(ConnectingSlots.Limits.DEFAULT, Duration.ofSeconds(20)));
  }

  private static HttpResponse send(String method, String path, String type, String body) {
    return WHEP.handle(
        new HttpRequest(
            method,
            "localhost",
            path,
            Map.of(),
            Map.of("content-type", type, "authorization", TOKEN),
            body.getBytes(StandardCharsets.UTF_8),
            "127.0.0.1"));
  }

  @FuzzTest(maxDuration = "30s")
  void requestsAreAnsweredOrRefused(FuzzedDataProvider in) {
    String type = in.consumeBoolean() ? "application/sdp" : in.consumeString(40);
    String path = in.consumeBoolean() ? "/whep/VJ1" : "/whep/" + in.consumeString(40);
    HttpResponse response = send(in.pickValue(METHODS), path, type, in.consumeRemainingAsString());
    assertThat(response.status()).isBetween(200, 499);
    if (response.status() == 201 && response.headers().get("Location") instanceof String session) {
      assertThat(send("DELETE", URI.create(session).getPath(), "", "").status()).isEqualTo(200);
    }
  }
}
