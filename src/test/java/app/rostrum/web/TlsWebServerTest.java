package app.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Fingerprint;
import app.rostrum.rtc.SelfSignedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
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
}
