package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.BackendException.Kind;
import app.rostrum.backend.HttpBackend;
import app.rostrum.web.WebServer;
import app.rostrum.wire.token.AccessToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our client and our server together, over HTTP. */
@NullUnmarked
class ClientAndServerTest {
  private final FakeTwilio twilio = new FakeTwilio();
  private final BackendHarness api = new BackendHarness(twilio);
  private final OkHttpClient http = new OkHttpClient();
  private WebServer web;
  private HttpBackend client;

  @BeforeEach
  void start() throws IOException {
    web =
        WebServer.builder()
            .handle("/", api.backend)
            .start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    client = client(api.passcode());
  }

  private HttpBackend client(String passcode) {
    return new HttpBackend(http, URI.create("http://127.0.0.1:" + web.port()), passcode);
  }

  @AfterEach
  void stop() {
    web.close();
    api.close();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private static void assertRefused(ThrowingCallable call, Kind kind, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BackendException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e).hasMessage(message);
              assertThat(e.explanation()).isNotBlank();
            });
  }

  @Test
  void everyCallWorks() {
    client.verifyPasscode();
    assertThat(client.listStreams().orElseThrow()).isEmpty();
    var host = client.createStream("Alice", "Java", true);
    assertThat(host.signaling())
        .isEqualTo(URI.create("ws://127.0.0.1:" + web.port() + "/signaling"));
    assertThat(host.twilsock())
        .isEqualTo(URI.create("ws://127.0.0.1:" + web.port() + "/v3/wsconnect"));
    var viewer = client.joinAsViewer("Zoë / 1?", "Java", null);
    assertThat(viewer.userDocument()).contains("user-Zoë / 1?");
    assertThat(viewer.whep().orElseThrow().toString())
        .startsWith("http://127.0.0.1:" + web.port() + "/whep/VJ");
    client.viewerConnectedToPlayer("Zoë / 1?", "Java", viewer.token());
    client.raiseHand("Zoë / 1?", "Java", true, viewer.token());
    client.sendSpeakerInvite("Zoë / 1?", host.roomSid(), host.token());
    var speaker = client.joinAsSpeaker("Zoë / 1?", "Java", viewer.token());
    assertThat(speaker.whep()).isEmpty();
    twilio.connected.get(host.roomSid()).add("Zoë / 1?");
    client.raiseHand("Zoë / 1?", "Java", false, host.token());
    client.removeSpeaker("Zoë / 1?", "Java", host.token());
    api.clock.advance(Duration.ofSeconds(5));
    var listed = client.listStreams().orElseThrow().getFirst();
    assertThat(listed.hostIdentity()).isEqualTo("Alice");
    assertThat(listed.listeners()).isEqualTo(1);
    client.deleteStream("Java", host.token());
  }

  @Test
  void aStreamWithoutChatHasNone() throws Exception {
    var host = client.createStream("Alice", "Java", true, false);
    var viewer = client.joinAsViewer("Bob", "Java", null);
    var speaker = client.joinAsSpeaker("Carol", "Java", null);
    for (var credentials : List.of(host, viewer, speaker)) {
      assertThat(credentials.chatEnabled()).isFalse();
      var token =
          AccessToken.verify(
              credentials.token(), key -> Optional.of(BackendHarness.SECRET), Instant.now());
      assertThat(token.grantField("chat", "service_sid")).isEmpty();
      assertThat(token.grantField("data_sync", "service_sid")).isPresent();
    }
    assertThat(twilio.conversations).isEmpty();
    client.createStream("Dora", "Jazz", true);
    assertThat(client.joinAsViewer("Bob", "Jazz", null).chatEnabled()).isTrue();
  }

  @Test
  void refusalsArriveWithTheirKind() {
    client.createStream("Alice", "Java", false);
    assertRefused(
        () -> client.createStream("Bob", "Java", true), Kind.REFUSED, "error creating room");
    assertRefused(
        () -> client.joinAsViewer("Bob", "Jazz", null), Kind.REFUSED, "error finding room");
    assertRefused(
        () -> client.joinAsViewer("Alice", "Java", null), Kind.FORBIDDEN, "identity in use");
    assertRefused(
        () -> client.joinAsSpeaker("Bob", "Java", null), Kind.FORBIDDEN, "stage by invitation");
    assertRefused(
        () -> client.joinAsViewer("x".repeat(200), "Java", null),
        Kind.INVALID,
        "invalid user_identity");
    for (int i = 0; i < 5; i++) {
      assertRefused(
          () -> client("00000000000000").verifyPasscode(), Kind.PASSCODE, "passcode incorrect");
    }
    assertRefused(client::verifyPasscode, Kind.TOO_MANY_ATTEMPTS, "too many attempts");
  }
}
