package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.cloud.WebhookSender.ReceiverRefused;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import app.rostrum.web.WebServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@SuppressWarnings("NullAway.Init")
class OutgoingWebhooksTest {
  /** An address that belongs to nobody (RFC 5737). */
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.1");

  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final Dns NO_NAMES =
      resolving(
          host -> {
            throw new UnknownHostException(host);
          });
  private static final Map<String, String> HEADERS = Map.of("X-Twilio-Signature", "signed");

  private final List<HttpRequest> seen = new CopyOnWriteArrayList<>();
  private WebServer receiver;

  @BeforeEach
  void open() throws IOException {
    receiver =
        WebServer.builder()
            .handle(
                "/",
                request -> {
                  seen.add(request);
                  return HttpResponse.empty(204);
                })
            .handle(
                "/moved",
                request -> HttpResponse.empty(307).with("Location", "/" + request.path().length()))
            .start(new InetSocketAddress(HERE, 0));
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  /** Addresses in numbers mean themselves; the rest is as the test says. */
  private static Dns resolving(Dns names) {
    return host -> host.matches("[0-9.]+|.*:.*") ? Dns.SYSTEM.lookup(host) : names.lookup(host);
  }

  private int deliver(Dns names, String url) throws Exception {
    try (var webhooks =
        new OutgoingWebhooks(WebhookReceivers.LOOPBACK, names, OutgoingWebhooks.PATIENCE)) {
      return webhooks.deliver(URI.create(url), "A=1&B=2", HEADERS);
    }
  }

  private String here(String pathAndQuery) {
    return "http://127.0.0.1:" + receiver.port() + pathAndQuery;
  }

  @Test
  void aCallArrivesAsItWasSigned() throws Exception {
    assertThat(deliver(NO_NAMES, here("/room%20events?a=b+c#part"))).isEqualTo(204);
    HttpRequest request = seen.getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/room%20events");
    assertThat(request.query()).containsEntry("a", List.of("b c"));
    assertThat(request.text()).isEqualTo("A=1&B=2");
    assertThat(request.header("X-Twilio-Signature")).contains("signed");
    assertThat(request.header("Authorization")).isEmpty();
  }

  @Test
  void nameAndPasswordInTheAddressAreSentAsTwilioSendsThem() throws Exception {
    assertThat(deliver(NO_NAMES, here("/x").replace("//", "//me:s%40cret@"))).isEqualTo(204);
    assertThat(seen.getFirst().header("Authorization")).contains("Basic bWU6c0BjcmV0");
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    assertThat(deliver(NO_NAMES, here("/moved"))).isEqualTo(307);
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://192.0.2.1/",
        "http://3221225985/",
        "http://0xC0.0.2.1/",
        "http://0.0.0.0:8770/",
        "http://[::]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[64:ff9b::7f00:1]/",
        "https://elsewhere.test/",
        "ftp://127.0.0.1/"
      })
  void addressesThatAreNotAllowedAreNotCalled(String url) {
    assertThatThrownBy(() -> deliver(resolving(host -> List.of(ELSEWHERE)), url))
        .isInstanceOf(ReceiverRefused.class);
  }

  /** A name whose owner lets it lead elsewhere between the check and the call (DNS rebinding). */
  @Test
  void aNameIsCheckedAgainWhenItIsConnectedTo() {
    var answers = new CopyOnWriteArrayList<>(List.of(HERE, ELSEWHERE));
    assertThatThrownBy(
            () ->
                deliver(
                    host -> List.of(answers.removeFirst()),
                    "http://rebinding.test:" + receiver.port() + "/"))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("no addresses");
    assertThat(answers).isEmpty();
    assertThat(seen).isEmpty();
  }

  @Test
  void ofANamesAddressesOnlyThoseThatAreAllowedAreCalled() throws Exception {
    assertThat(
            deliver(host -> List.of(ELSEWHERE, HERE), "http://mixed.test:" + receiver.port() + "/"))
        .isEqualTo(204);
  }

  @Test
  void aNameThatIsUnknownTodayMayBeKnownTomorrow() {
    assertThatThrownBy(() -> deliver(NO_NAMES, "http://unknown.test/"))
        .isInstanceOf(UnknownHostException.class);
  }

  @Test
  void aReceiverThatDoesNotAnswerIsLeft() throws Exception {
    try (var silent = new ServerSocket(0, 1, HERE);
        var webhooks =
            new OutgoingWebhooks(WebhookReceivers.LOOPBACK, NO_NAMES, Duration.ofMillis(300))) {
      URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      assertThatThrownBy(() -> webhooks.deliver(url, "", HEADERS))
          .isExactlyInstanceOf(InterruptedIOException.class);
    }
  }
}
