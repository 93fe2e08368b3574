package app.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Fingerprint;
import app.rostrum.rtc.SelfSignedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server with TLS, and strangers who do not speak it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@NullUnmarked
class TlsWebServerTest {
  private final AtomicInteger asked = new AtomicInteger();
  private KeyPair keys;
  private WebServer server;

  @BeforeEach
  void start() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    keys = generator.generateKeyPair();
    Instant now = Instant.now();
    var certificate =
        SelfSignedCertificate.of(
            keys, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)), new SecureRandom());
    server =
        WebServer.builder()
            .tls(new TlsIdentity(keys.getPrivate(), certificate))
            .limits(new WebLimits(100, 100, 1 << 20, 1 << 20, Duration.ofMillis(500)))
            .handle(
                "/",
                request -> {
                  asked.incrementAndGet();
                  return HttpResponse.of(200, "text/plain", "hello");
                })
            .start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Returns whether the server ends the connection of somebody who says that. */
  private boolean isClosed(String said) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer;
      try {
        answer = socket.getInputStream().readAllBytes();
      } catch (java.net.SocketException reset) {
        return true;
      }
      return !new String(answer, StandardCharsets.ISO_8859_1).contains("HTTP/1.1 200");
    }
  }

  @Test
  void whoBeginsNoHandshakeOrDoesNotFinishItIsSentAway() throws Exception {
    assertThat(isClosed("")).isTrue();
    // The head of a handshake message whose rest never comes (RFC 8446, section 5.1).
    assertThat(isClosed("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc")).isTrue();
    assertThat(isClosed("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).isTrue();
    assertThat(asked).hasValue(0);
    OkHttpClient pinned = Fingerprint.of(keys.getPublic()).pin(new OkHttpClient());
    var request = new Request.Builder().url("https://127.0.0.1:" + server.port() + "/").build();
    try (var response = pinned.newCall(request).execute()) {
      assertThat(response.body().string()).isEqualTo("hello");
      assertThat(response.handshake().tlsVersion().javaName()).isEqualTo("TLSv1.3");
    }
    pinned.dispatcher().executorService().shutdown();
    pinned.connectionPool().evictAll();
    await().until(() -> asked.get() == 1);
  }

  private static TlsIdentity identity() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    Instant now = Instant.now();
    return new TlsIdentity(
        pair.getPrivate(),
        SelfSignedCertificate.of(
            pair, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)), new SecureRandom()));
  }

  private static SSLSocket connect(WebServer to, TlsIdentity as, String protocol, String... suites)
      throws Exception {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry("server", as.certificate());
    trust.init(known);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), to.port());
    socket.setSoTimeout(30_000);
    socket.setEnabledProtocols(new String[] {protocol});
    if (suites.length > 0) {
      socket.setEnabledCipherSuites(suites);
    }
    return socket;
  }

  private static String ask(SSLSocket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    byte[] answer = new byte[15];
    socket.getInputStream().readNBytes(answer, 0, answer.length);
    String status = new String(answer, StandardCharsets.US_ASCII);
    byte[] rest = new byte[4096];
    assertThat(socket.getInputStream().read(rest)).isPositive();
    return status;
  }

  private static WebServer forAll(TlsIdentity identity) throws IOException {
    return WebServer.builder()
        .tlsForAll(identity)
        .handle("/", request -> HttpResponse.of(200, "text/plain", "hello"))
        .start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @Test
  void aServerForAllSpeaksVersion12WithGoodSuitesOnly() throws Exception {
    TlsIdentity identity = identity();
    try (WebServer open = forAll(identity)) {
      for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
        try (SSLSocket socket = connect(open, identity, protocol)) {
          assertThat(ask(socket)).startsWith("HTTP/1.1 200");
          assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        }
      }
      try (SSLSocket socket =
          connect(open, identity, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256")) {
        assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
      }
      try (SSLSocket socket = connect(server, identity, "TLSv1.2")) {
        assertThatThrownBy(socket::startHandshake)
            .as("the network's side speaks 1.3 alone")
            .isInstanceOf(SSLException.class);
      }
    }
  }

  @Test
  void aNewCertificateIsForNewConnections() throws Exception {
    TlsIdentity first = identity();
    TlsIdentity second = identity();
    try (WebServer open = forAll(first);
        SSLSocket early = connect(open, first, "TLSv1.3")) {
      assertThat(ask(early)).startsWith("HTTP/1.1 200");
      open.renew(second);
      assertThat(ask(early)).as("an open connection stays").startsWith("HTTP/1.1 200");
      try (SSLSocket late = connect(open, second, "TLSv1.2")) {
        assertThat(ask(late)).startsWith("HTTP/1.1 200");
      }
      try (SSLSocket late = connect(open, first, "TLSv1.3")) {
        assertThatThrownBy(late::startHandshake).isInstanceOf(SSLException.class);
      }
    }
    try (WebServer plain =
        WebServer.builder().start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      assertThatThrownBy(() -> plain.renew(first)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void handshakesThatAreOverTakeNoPlace() throws Exception {
    TlsIdentity identity = identity();
    try (WebServer one =
            WebServer.builder()
                .tlsForAll(identity)
                .handshakes(new HandshakeLimit.Limits(1, 1, 5))
                .handle("/", request -> HttpResponse.of(200, "text/plain", "hello"))
                .start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SSLSocket early = connect(one, identity, "TLSv1.3")) {
      assertThat(ask(early)).startsWith("HTTP/1.1 200");
      try (SSLSocket next = connect(one, identity, "TLSv1.3")) {
        assertThat(ask(next)).startsWith("HTTP/1.1 200");
      }
      try (var silent = new Socket(InetAddress.getLoopbackAddress(), one.port())) {
        assertThat(silent.isConnected()).isTrue();
        await("the only place is taken")
            .until(
                () -> {
                  try (SSLSocket refused = connect(one, identity, "TLSv1.3")) {
                    refused.startHandshake();
                    return false;
                  } catch (IOException e) {
                    return true;
                  }
                });
      }
      await("the place is free again")
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                try (SSLSocket again = connect(one, identity, "TLSv1.3")) {
                  return ask(again).startsWith("HTTP/1.1 200");
                } catch (IOException e) {
                  return false;
                }
              });
    }
  }

  @Test
  void aNetworkWhoseHandshakesFailIsClosedForAMinuteAndOthersAreNot() throws Exception {
    var scheduler = new ScheduledExecutorScheduler();
    var limit = new HandshakeLimit(new HandshakeLimit.Limits(3, 100, 2), scheduler);
    EndPoint mallory = endPoint(scheduler, "192.0.2.1");
    EndPoint alice = endPoint(scheduler, "192.0.2.2");
    scheduler.start();
    try {
      for (int i = 0; i < 2; i++) {
        assertThat(limit.admits(mallory)).isTrue();
        limit.failed(mallory);
      }
      assertThat(limit.admits(mallory)).isFalse();
      limit.over(mallory);
      assertThat(limit.admits(alice)).isTrue();
      assertThat(limit.admits(endPoint(scheduler, "192.0.2.2"))).isTrue();
      assertThat(limit.admits(endPoint(scheduler, "192.0.2.2"))).isTrue();
      assertThat(limit.admits(endPoint(scheduler, "192.0.2.2"))).as("the fourth").isFalse();
    } finally {
      scheduler.stop();
    }
  }

  private static EndPoint endPoint(Scheduler scheduler, String address) {
    return new ByteArrayEndPoint(scheduler, 0) {
      @Override
      public SocketAddress getRemoteSocketAddress() {
        return new InetSocketAddress(address, 5000);
      }
    };
  }
}
