package app.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks of strangers on a server, byte by byte. */
@Timeout(120)
class WebServerAttackTest {
  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final List<Socket> sockets = new ArrayList<>();
  private final BlockingQueue<HttpRequest> handled = new LinkedBlockingQueue<>();
  private WebServer server = start(WebServer.builder());

  /** Answers with the client's address, and words refusals in JSON. */
  private final class Api implements HttpHandler {
    @Override
    public HttpResponse handle(HttpRequest request) {
      handled.add(request);
      return HttpResponse.json(200, "{\"from\":\"" + request.remoteAddress() + "\"}");
    }

    @Override
    public Optional<HttpResponse> refuseEarly(HttpRequest head) {
      return head.path().equals("/locked")
          ? Optional.of(HttpResponse.json(401, "{\"locked\":true}"))
          : Optional.empty();
    }

    @Override
    public HttpResponse refusal(int status, HttpRequest head) {
      return HttpResponse.json(status, "{\"refused\":" + status + "}")
          .with("Access-Control-Allow-Origin", "*");
    }
  }

  private WebServer start(WebServer.Builder builder) {
    try {
      return builder.handle("/", new Api()).start(new InetSocketAddress("127.0.0.1", 0));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void restart(WebServer.Builder builder) {
    server.close();
    server = start(builder);
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  private Socket send(String text) throws IOException {
    var socket = new Socket(loopback, server.port());
    sockets.add(socket);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /** Sends a request and returns all that comes back until the server closes. */
  private String exchange(String text) throws IOException {
    InputStream in = send(text).getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private String get(String headers) throws IOException {
    return exchange("GET /x HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x", "/locked"})
  void aLargeOrUnwelcomeBodyIsRefusedBeforeAnyOfItArrives(String path) throws Exception {
    String answer =
        exchange("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n");
    assertThat(answer).startsWith(path.equals("/x") ? "HTTP/1.1 413" : "HTTP/1.1 401");
    assertThat(handled).isEmpty();
  }

  @Test
  void unfinishedBodiesHoldLittleMemoryAndOthersAreServed() throws Exception {
    restart(
        WebServer.builder()
            .limits(new WebLimits(2000, 500, 1 << 20, 1 << 20, Duration.ofMinutes(5))));
    for (int i = 0; i < 300; i++) {
      send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 60000\r\n\r\nunfinished");
    }
    assertThat(
            exchange(
                "POST /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void bytesBeyondThoseInFlightAreRefusedUntilTheOthersAreGone() throws Exception {
    restart(
        WebServer.builder()
            .limits(new WebLimits(2000, 500, 20_000, 20_000, Duration.ofMinutes(5))));
    String first = "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 40000\r\n\r\n";
    String all = "x".repeat(16_384);
    Socket holding = send(first + all);
    String small =
        "POST /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 5000\r\n\r\n"
            + "y".repeat(5000);
    await().untilAsserted(() -> assertThat(exchange(small)).startsWith("HTTP/1.1 503"));
    holding.close();
    await().untilAsserted(() -> assertThat(exchange(small)).startsWith("HTTP/1.1 200"));
  }

  @Test
  void oneAddressUsesUpItsShareOfBytesInFlightOnly() throws Exception {
    restart(
        WebServer.builder()
            .trustProxies(AddressRanges.LOOPBACK)
            .limits(new WebLimits(2000, 500, 1 << 20, 20_000, Duration.ofMinutes(5))));
    String greedy = "Host: h\r\nX-Forwarded-For: 192.0.2.1\r\nContent-Length: 40000\r\n\r\n";
    send("POST /x HTTP/1.1\r\n" + greedy + "x".repeat(16_384));
    await().untilAsserted(() -> assertThat(postFrom("192.0.2.1")).startsWith("HTTP/1.1 503"));
    assertThat(postFrom("192.0.2.2")).startsWith("HTTP/1.1 200");
  }

  private String postFrom(String address) throws IOException {
    return exchange(
        "POST /x HTTP/1.1\r\n"
            + "Host: h\r\n"
            + "Connection: close\r\n"
            + "Content-Length: 5000\r\n"
            + "X-Forwarded-For: "
            + address
            + "\r\n\r\n"
            + "y".repeat(5000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "GET /x HT", "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nslow"})
  void aRequestThatDoesNotArriveInTimeLosesItsConnection(String begun) throws Exception {
    restart(
        WebServer.builder()
            .limits(new WebLimits(2000, 500, 20_000, 20_000, Duration.ofMillis(300))));
    assertThat(exchange(begun)).doesNotContain("200 OK");
    assertThat(handled).isEmpty();
  }

  @Test
  void aStrangerCannotChooseAnAddress() throws Exception {
    assertThat(get("Host: h\r\nX-Forwarded-For: 192.0.2.1\r\n")).contains("from\":\"127.0.0.1\"");
  }

  @Test
  void aTrustedProxyTellsTheAddressInItsLastHop() throws Exception {
    restart(WebServer.builder().trustProxies(AddressRanges.LOOPBACK));
    assertThat(get("Host: h\r\nX-Forwarded-For: 203.0.113.9, 192.0.2.1\r\n"))
        .contains("from\":\"192.0.2.1\"");
    assertThat(get("Host: h\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 2001:db8::1\r\n"))
        .contains("from\":\"2001:db8:0:0:0:0:0:1\"");
    assertThat(get("Host: h\r\nX-Forwarded-For: example.org\r\n")).contains("from\":\"127.0.0.1\"");
  }

  @Test
  void foreignHostsAndOriginsAreRefused() throws Exception {
    restart(WebServer.builder().onlyHosts("good"::equals).onlyOrigins("http://good"::equals));
    assertThat(get("Host: GOOD:8770\r\n")).startsWith("HTTP/1.1 200");
    assertThat(get("Host: evil.example\r\n")).startsWith("HTTP/1.1 403").contains("refused\":403");
    assertThat(get("Host: good\r\nOrigin: http://good\r\n")).startsWith("HTTP/1.1 200");
    assertThat(get("Host: good\r\nOrigin: http://evil.example\r\n")).startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET //x HTTP/1.1\r\nHost: h\r\n",
        "GET /%zz HTTP/1.1\r\nHost: h\r\n",
        "GET /x HTTP/1.1\r\nHost: h\r\nHost: i\r\n",
        "GET /x HTTP/7.3\r\nHost: h\r\n",
        "G@T /x HTTP/1.1\r\nHost: h\r\n",
        "GET /x HTTP/1.1\r\nHost: h\r\nX: LONG\r\n",
        "GET /LONG HTTP/1.1\r\nHost: h\r\n",
      })
  void errorsThatTheServerFindsHaveTheShapeOfTheApi(String head) throws Exception {
    String answer =
        exchange(head.replace("LONG", "x".repeat(20_000)) + "Connection: close\r\n\r\n");
    assertThat(answer)
        .matches("(?s)HTTP/1.1 [45].*")
        .contains("application/json", "{\"refused\":", "Access-Control-Allow-Origin: *")
        .doesNotContain("<");
  }
}
