package app.rostrum.backend;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException.Kind;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import app.rostrum.web.WebServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client with networks and servers that have one fault each. */
@NullUnmarked
class NetworkFaultTest {
  private static final String PASSCODE = "12345612345678";
  private static final Duration DAY = Duration.ofDays(1);
  private static KeyPair keys;
  private static X509Certificate authority;

  private final OkHttpClient http = new OkHttpClient();
  private final Map<String, HttpResponse> answers = new ConcurrentHashMap<>();
  private final List<HttpRequest> asked = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void makeAuthority() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    keys = generator.generateKeyPair();
    authority = certificate("CN=Authority", Instant.now().minus(DAY), DAY.multipliedBy(2), "");
  }

  @AfterEach
  void stop() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private static X509Certificate certificate(
      String name, Instant from, Duration validity, String address) throws Exception {
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=Authority"),
            BigInteger.valueOf(name.hashCode()).abs().add(BigInteger.ONE),
            Date.from(from),
            Date.from(from.plus(validity)),
            new X500Name(name),
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(address.isEmpty()));
    if (!address.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private static KeyStore store() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** Returns a client that trusts the authority. */
  private OkHttpClient trusting() throws Exception {
    KeyStore store = store();
    store.setCertificateEntry("authority", authority);
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return http.newBuilder()
        .sslSocketFactory(
            context.getSocketFactory(), (X509TrustManager) factory.getTrustManagers()[0])
        .build();
  }

  private static SSLContext serverContext(X509Certificate certificate) throws Exception {
    KeyStore store = store();
    store.setKeyEntry(
        "server", keys.getPrivate(), new char[0], new Certificate[] {certificate, authority});
    var factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private BackendException failure(OkHttpClient client, String address) {
    try {
      new HttpBackend(client, URI.create(address), PASSCODE).verifyPasscode();
    } catch (BackendException e) {
      return e;
    }
    throw new AssertionError("was not refused");
  }

  /** Returns how a server on https with this certificate fails. */
  private BackendException failureOf(OkHttpClient client, X509Certificate certificate)
      throws Exception {
    try (var server = new TlsServer(serverContext(certificate))) {
      return failure(client, server.url());
    }
  }

  private static Kind kind(IOException failure) {
    return NetworkFault.of(failure, HttpUrl.get("https://host.test/x")).kind();
  }

  @Test
  void eachReasonOfTheNetworkIsTold() throws Exception {
    assertThat(kind(new UnknownHostException("host.test"))).isEqualTo(Kind.NAME_NOT_FOUND);
    assertThat(kind(new SocketTimeoutException("timeout"))).isEqualTo(Kind.NO_ANSWER);
    assertThat(kind(new ConnectException("Connection timed out"))).isEqualTo(Kind.NO_ANSWER);
    assertThat(kind(new NoRouteToHostException("No route to host"))).isEqualTo(Kind.UNREACHABLE);
    assertThat(kind(new IOException("unexpected end of stream"))).isEqualTo(Kind.UNREACHABLE);
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    BackendException refused = failure(http, "http://127.0.0.1:" + free);
    assertThat(refused.kind()).isEqualTo(Kind.CONNECTION_REFUSED);
    assertThat(refused.server()).isEqualTo("127.0.0.1:" + free);
    assertThat(refused.explanation()).contains("127.0.0.1:" + free);
  }

  @Test
  void causesInACircleEnd() {
    var inner = new IOException("inner");
    inner.initCause(new IOException("outer", inner));
    assertThat(kind(inner)).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void aCertificateIsRefusedForTheReasonThatItHas() throws Exception {
    Instant now = Instant.now();
    var good = certificate("CN=Good", now.minus(DAY), DAY.multipliedBy(2), "127.0.0.1");
    var old = certificate("CN=Old", now.minus(DAY.multipliedBy(3)), DAY, "127.0.0.1");
    var early = certificate("CN=Early", now.plus(DAY), DAY, "127.0.0.1");
    var other = certificate("CN=Other", now.minus(DAY), DAY.multipliedBy(2), "127.0.0.9");
    OkHttpClient trusting = trusting();
    assertThat(failureOf(http, good).kind()).isEqualTo(Kind.CERTIFICATE_UNTRUSTED);
    assertThat(failureOf(trusting, old).kind()).isEqualTo(Kind.CERTIFICATE_EXPIRED);
    assertThat(failureOf(trusting, early).kind()).isEqualTo(Kind.CLOCK_WRONG);
    assertThat(failureOf(trusting, other).kind()).isEqualTo(Kind.CERTIFICATE_OF_OTHER_HOST);
    try (var server = new TlsServer(serverContext(good))) {
      new HttpBackend(trusting, URI.create(server.url()), PASSCODE).verifyPasscode();
    }
  }

  private WebServer plain() throws IOException {
    return WebServer.builder()
        .handle(
            "/",
            request -> {
              asked.add(request);
              return answers.getOrDefault(request.path(), HttpResponse.json(200, "{}"));
            })
        .start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private void redirect(String path, int status, String target) {
    answers.put(path, HttpResponse.of(status, "text/html", "moved").with("Location", target));
  }

  @Test
  void anHttpLinkFollowsItsHostToHttpsAndStaysThere() throws Exception {
    var good = certificate("CN=Good", Instant.now().minus(DAY), DAY.multipliedBy(2), "127.0.0.1");
    try (var server = new TlsServer(serverContext(good));
        WebServer plain = plain()) {
      for (int status : new int[] {301, 302, 307, 308}) {
        redirect("/talk/verify-passcode", status, server.url() + "/talk/verify-passcode");
        redirect("/talk/create-stream", status, server.url() + "/talk/create-stream");
        asked.clear();
        server.requests.clear();
        var backend =
            new HttpBackend(
                trusting(), URI.create("http://127.0.0.1:" + plain.port() + "/talk"), PASSCODE);
        backend.verifyPasscode();
        StreamCredentials host = backend.createStream("Hanna", "Talk", true);
        assertThat(asked).hasSize(1);
        assertThat(server.requests)
            .containsExactly(
                "POST /talk/verify-passcode HTTP/1.1", "POST /talk/create-stream HTTP/1.1");
        assertThat(host.signaling())
            .isEqualTo(URI.create(server.url().replace("https", "wss") + "/talk/signaling"));
      }
    }
  }

  @Test
  void aRedirectElsewhereIsToldAndNotFollowed() throws Exception {
    try (WebServer plain = plain();
        WebServer elsewhere = plain()) {
      String address = "http://127.0.0.1:" + plain.port() + "/talk";
      for (String target :
          new String[] {
            "http://127.0.0.1:" + elsewhere.port() + "/talk",
            "https://localhost:" + elsewhere.port() + "/talk",
            "https://127.0.0.1:" + elsewhere.port() + "/other",
          }) {
        redirect("/talk/verify-passcode", 301, target + "/verify-passcode");
        asked.clear();
        BackendException told = failure(http, address);
        assertThat(told.kind()).as(target).isEqualTo(Kind.REDIRECTED);
        assertThat(told.server()).isEqualTo(target);
        assertThat(asked).hasSize(1);
      }
      redirect("/talk/verify-passcode", 301, "https://u:p@portal.test/login?from=x#y");
      assertThat(failure(http, address).server()).isEqualTo("https://portal.test/login");
    }
  }

  @Test
  void anHttpsLinkToAnHttpServerSaysSo() throws Exception {
    try (WebServer plain = plain()) {
      assertThat(failure(http, "https://127.0.0.1:" + plain.port()).kind())
          .isEqualTo(Kind.NOT_HTTPS);
    }
  }

  /** A server on https that answers each request with a token. */
  private static final class TlsServer implements AutoCloseable {
    final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpsServer server;

    TlsServer(SSLContext context) throws IOException {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      server.createContext(
          "/",
          exchange -> {
            requests.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestURI()
                    + " "
                    + exchange.getProtocol());
            exchange.getRequestBody().readAllBytes();
            byte[] answer =
                "{\"token\":\"a.b.c\",\"endpoints\":{\"video\":\"/signaling\"}}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      server.start();
    }

    String url() {
      return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
