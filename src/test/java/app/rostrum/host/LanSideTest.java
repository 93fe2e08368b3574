package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.BackendException.Kind;
import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.HttpBackend;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.tls.LanIdentity;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.sdk.conversations.ConversationsClient;
import app.rostrum.sdk.player.Player;
import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.sdk.video.Room;
import app.rostrum.testing.ManualClock;
import app.rostrum.testing.TlsRelay;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host on this machine whose network is 127.0.0.2, with a man in the middle at 127.0.0.3. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@NullUnmarked
class LanSideTest {
  private static final String NETWORK = "127.0.0.2";
  private static final Duration SOON = Duration.ofSeconds(60);
  private final ManualClock clock = new ManualClock(Instant.now());

  @TempDir Path data;
  private final OkHttpClient http = HttpClients.create();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private EmbeddedHost host;

  @BeforeEach
  void start() throws Exception {
    host = opened(start(data));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : opened) {
      part.close();
    }
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private EmbeddedHost start(Path data) throws IOException {
    return EmbeddedHost.start(
        new EmbeddedHost.Options("127.0.0.1", 0, data, Optional.empty(), false),
        clock,
        (name, fields) -> {});
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  private LanAccess open() throws IOException {
    return open(0);
  }

  private LanAccess open(int port) throws IOException {
    InetAddress network = InetAddress.ofLiteral(NETWORK);
    return host.openToNetwork(
        new LanSide.Options(NETWORK, port),
        new LinkAddresses(
            () ->
                new LinkAddresses.Links(
                    List.of(new LinkAddresses.Link("eth0", false, false, List.of(network))),
                    List.of()),
            System::nanoTime) {
          @Override
          public List<InetAddress> get() {
            return List.of(network); // A loopback address, which the real one leaves out.
          }
        });
  }

  private Backend guest(LanAccess access) {
    return guest(access.url(InetAddress.ofLiteral(NETWORK)), access.fingerprint());
  }

  private Backend guest(URI url, Fingerprint fingerprint) {
    return new HttpBackend(http, url, Optional.of(fingerprint), host.passcode());
  }

  private Backend local() {
    return new HttpBackend(http, host.url(), host.passcode());
  }

  private static boolean answers(String address, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 5000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the certificate that a newcomer is shown. */
  private static X509Certificate certificate(LanAccess access) throws Exception {
    TrustManager anybody =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, new TrustManager[] {anybody}, null);
    try (var socket = (SSLSocket) tls.getSocketFactory().createSocket(NETWORK, access.port())) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void theCertificateIsRenewedWhileTheSideIsOpenAndLinksStayTrue() throws Exception {
    LanAccess access = open();
    X509Certificate first = certificate(access);
    clock.advance(Duration.ofDays(270));
    host.renewNetworkCertificate();
    assertThat(certificate(access)).as("still good for 95 days").isEqualTo(first);
    clock.advance(Duration.ofDays(10));
    host.renewNetworkCertificate();
    X509Certificate second = certificate(access);
    assertThat(second.getNotAfter().toInstant())
        .isAfter(first.getNotAfter().toInstant().plus(Duration.ofDays(200)));
    assertThat(Fingerprint.of(second.getPublicKey())).isEqualTo(access.fingerprint());

    Files.delete(data.resolve(LanIdentity.FILE));
    host.renewNetworkCertificate();
    assertThat(certificate(access)).as("with the key that links name").isEqualTo(second);
  }

  @Test
  void peopleInTheNetworkComeInOnlyWhileTheHostLetsThem() throws Exception {
    assertThat(host.network()).isEmpty();
    assertThat(answers(NETWORK, host.port())).as("the side of this machine").isFalse();
    LanAccess access = open();
    assertThat(host.network()).contains(access);
    assertThat(open()).as("opened again").isEqualTo(access);
    guest(access).verifyPasscode();
    local().createStream("Hanna", "Tea", true, false);
    assertThat(guest(access).listStreams().orElseThrow()).hasSize(1);

    host.closeToNetwork();
    assertThat(host.network()).isEmpty();
    assertThat(answers(NETWORK, access.port())).isFalse();
    assertThatThrownBy(guest(access)::verifyPasscode)
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONNECTION_REFUSED));
    assertThat(local().listStreams().orElseThrow()).hasSize(1);

    LanAccess again = open(access.port());
    assertThat(again).isEqualTo(access);
    guest(again).verifyPasscode();
  }

  @Test
  void aTakenPortIsReplacedByAnother() throws Exception {
    LanAccess access = open(host.port());
    assertThat(access.port()).isEqualTo(host.port()); // Of another address: free there.
    host.closeToNetwork();
    try (var other = new java.net.ServerSocket(access.port(), 1, InetAddress.ofLiteral(NETWORK))) {
      assertThat(open(access.port()).port()).isNotEqualTo(other.getLocalPort()).isPositive();
    }
  }

  @Test
  void thePinSurvivesARestart() throws Exception {
    Fingerprint first = open().fingerprint();
    opened.remove(host);
    host.close();
    assertThat(host.network()).isEmpty();
    assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    host = opened(start(data));
    assertThat(open().fingerprint()).isEqualTo(first);
  }

  @Test
  void plainHttpPagesAndTheRestApiAreRefused() throws Exception {
    LanAccess access = open();
    String plain = "http://" + NETWORK + ":" + access.port();
    assertThatThrownBy(
            () -> new HttpBackend(http, URI.create(plain), host.passcode()).verifyPasscode())
        .isInstanceOf(BackendException.class);
    OkHttpClient pinned = access.fingerprint().pin(http);
    String secure = access.url(InetAddress.ofLiteral(NETWORK)).toString();
    assertThatThrownBy(() -> pinned.newCall(new Request.Builder().url(plain).build()).execute())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("CLEARTEXT");
    assertThat(status(pinned, new Request.Builder().url(secure + "/rest/video/v1/Rooms").build()))
        .isEqualTo(404);
    var page =
        new Request.Builder()
            .url(secure + "/verify-passcode")
            .header("Authorization", host.passcode())
            .post(RequestBody.create("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertThat(status(pinned, page.build())).isEqualTo(200);
    assertThat(status(pinned, page.header("Origin", "https://" + NETWORK).build())).isEqualTo(403);
  }

  private static int status(OkHttpClient client, Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      return response.code();
    }
  }

  @Test
  void aFingerprintIsNeverPassedOver() {
    var print = new Fingerprint("A".repeat(43));
    assertThatThrownBy(
            () -> new HttpBackend(http, URI.create("http://127.0.0.1:1"), Optional.of(print), "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Every kind of connection is refused by what it is to check, and works with the right key. */
  @Test
  void aManInTheMiddleIsRefusedByEveryKindOfConnection() throws Exception {
    LanAccess access = open();
    var relay =
        opened(
            new TlsRelay(
                InetAddress.ofLiteral("127.0.0.3"), new InetSocketAddress(NETWORK, access.port())));
    URI there = URI.create("https://127.0.0.3:" + relay.port());
    local().createStream("Hanna", "Tea", true, true);

    assertThatThrownBy(guest(there, access.fingerprint())::verifyPasscode)
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OTHER_COMPUTER));
    await().atMost(SOON).until(() -> relay.refused() == 1);

    // Whoever trusts the man in the middle is heard by it, so the refusals are the clients' own.
    Backend deceived = guest(there, relay.fingerprint());
    deceived.verifyPasscode();
    StreamCredentials viewer = deceived.joinAsViewer("Vera", "Tea", null);
    assertThat(viewer.whep().orElseThrow().toString()).startsWith(there + "/whep/");
    StreamCredentials speaker = deceived.joinAsSpeaker("Sam", "Tea", null);
    assertThat(speaker.signaling().toString()).startsWith("wss://127.0.0.3:");

    OkHttpClient pinned = access.fingerprint().pin(http);
    http.connectionPool().evictAll();
    PlainEngine engine = opened(PlainEngine.create(new Silence(), PcmSink.DISCARD));
    long said = relay.read();
    int refusals = relay.refused();
    var unused =
        Room.connect(
            new Room.Options(
                pinned, speaker.signaling(), speaker.token(), "Tea", engine, Optional.empty()),
            silent(Room.Listener.class));
    refusals = untilRefused(relay, refusals);
    opened(
        SyncClient.connect(
            pinned, viewer.twilsock(), viewer.token(), silent(SyncClient.Listener.class)));
    refusals = untilRefused(relay, refusals);
    opened(
        ConversationsClient.connect(
            pinned, viewer.twilsock(), viewer.token(), silent(ConversationsClient.Listener.class)));
    refusals = untilRefused(relay, refusals);
    opened(
        Player.play(
            new Player.Options(pinned, viewer.whep().orElseThrow(), viewer.token(), engine),
            silent(Player.Listener.class)));
    untilRefused(relay, refusals);
    assertThat(relay.read()).as("bytes that the man in the middle has read").isEqualTo(said);
  }

  private static int untilRefused(TlsRelay relay, int before) {
    await().atMost(SOON).until(() -> relay.refused() > before);
    return relay.refused();
  }

  @SuppressWarnings("unchecked")
  private static <T> T silent(Class<T> listener) {
    return (T)
        Proxy.newProxyInstance(
            listener.getClassLoader(), new Class<?>[] {listener}, (proxy, method, args) -> null);
  }
}
