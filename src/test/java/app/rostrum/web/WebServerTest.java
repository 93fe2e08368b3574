package app.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WebServerTest {
  private final OkHttpClient client = new OkHttpClient();
  private final AtomicReference<EventStream> events = new AtomicReference<>();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<WebSocketConnection> serverEnd = new CompletableFuture<>();
  private final CompletableFuture<Response> agreed = new CompletableFuture<>();
  private WebServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        WebServer.builder()
            .handle("/", request -> HttpResponse.of(404, "text/plain", "nothing here\n"))
            .handle(
                "/echo",
                request ->
                    HttpResponse.of(
                        200,
                        "text/plain",
                        request.method()
                            + " "
                            + request.path()
                            + " "
                            + request.query()
                            + " "
                            + request.text()))
            .handle(
                "/broken",
                request -> {
                  throw new AssertionError("on purpose");
                })
            .handle("/events", request -> HttpResponse.eventStream(events::set))
            .webSocket(
                "/socket",
                connection -> {
                  serverEnd.complete(connection);
                  return new WebSocketEndpoint.Receiver() {
                    @Override
                    public void onText(String message) {
                      if (message.equals("fail")) {
                        throw new AssertionError("on purpose");
                      }
                      connection.sendText("echo " + message);
                    }

                    @Override
                    public void onBinary(byte[] message) {
                      connection.sendBinary(message);
                    }

                    @Override
                    public void onClose(int code, String reason) {
                      heard.add("server closed " + code);
                    }
                  };
                })
            .start(new InetSocketAddress("127.0.0.1", 0));
  }

  @AfterEach
  void stop() {
    server.close();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private Response post(String path, byte[] body) throws Exception {
    return client
        .newCall(
            new Request.Builder()
                .url(url(path))
                .post(RequestBody.create(body, MediaType.get("text/plain")))
                .build())
        .execute();
  }

  private WebSocket connect() {
    return client.newWebSocket(
        new Request.Builder().url(url("/socket")).build(),
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket socket, Response response) {
            agreed.complete(response);
          }

          @Override
          public void onMessage(WebSocket socket, String text) {
            heard.add(text);
          }

          @Override
          public void onMessage(WebSocket socket, ByteString bytes) {
            heard.add("bytes " + bytes.size());
          }

          @Override
          public void onClosing(WebSocket socket, int code, String reason) {
            heard.add("closing " + code);
            socket.close(code, null);
          }

          @Override
          public void onFailure(WebSocket socket, Throwable failure, Response response) {
            heard.add("failed");
          }
        });
  }

  @Test
  void compressionIsDeclinedThoughTheClientOffersIt() throws Exception {
    connect();
    Response response = agreed.get(60, TimeUnit.SECONDS);
    assertThat(response.request().header("Sec-WebSocket-Extensions"))
        .contains("permessage-deflate");
    assertThat(response.header("Sec-WebSocket-Extensions")).isNull();
  }

  @Test
  void theLongestPrefixAnswersAndQueriesAreDecoded() throws Exception {
    try (Response response =
        post("/echo/%C3%A4?a=1&a=%202", "hello".getBytes(StandardCharsets.UTF_8))) {
      assertThat(response.body().string()).isEqualTo("POST /echo/%C3%A4 {a=[1,  2]} hello");
    }
    try (Response response = post("/elsewhere", new byte[0])) {
      assertThat(response.code()).isEqualTo(404);
    }
  }

  @Test
  void aBodyOverTheLimitIsRefused() throws Exception {
    try (Response response = post("/echo", new byte[HttpHandler.USUAL_BODY + 1])) {
      assertThat(response.code()).isEqualTo(413);
    }
  }

  @Test
  void aFailingHandlerTellsNothingOfItsInside() throws Exception {
    try (Response response = post("/broken", new byte[0])) {
      assertThat(response.code()).isEqualTo(500);
      assertThat(response.body().string()).doesNotContain("on purpose");
    }
  }

  @Test
  void webSocketMessagesComeBackInOrder() throws Exception {
    WebSocket socket = connect();
    for (int i = 0; i < 500; i++) {
      socket.send("m" + i);
    }
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      answers.add(heard.poll(5, TimeUnit.SECONDS));
    }
    for (int i = 0; i < 500; i++) {
      assertThat(answers.get(i)).isEqualTo("echo m" + i);
    }
    socket.send(ByteString.of(new byte[100_000]));
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("bytes 100000");
  }

  @Test
  void anOversizedWebSocketMessageClosesOnlyThatConnection() throws Exception {
    WebSocket socket = connect();
    socket.send(ByteString.of(new byte[(4 << 20) + 1]));
    await()
        .untilAsserted(
            () -> assertThat(heard).anyMatch(m -> m.equals("closing 1009") || m.equals("failed")));
    heard.clear();
    connect().send("still there");
    await().untilAsserted(() -> assertThat(heard).contains("echo still there"));
  }

  @Test
  void aWebSocketReceiverThatFailsIsClosedWithAnInternalError() throws Exception {
    connect().send("fail");
    // Both ends note it, in either order.
    await().untilAsserted(() -> assertThat(heard).contains("closing 1011"));
  }

  @Test
  void aDroppedConnectionIsHeardByBothEnds() throws Exception {
    connect().send("hello");
    serverEnd.get(60, TimeUnit.SECONDS).abort();
    await().untilAsserted(() -> assertThat(heard).contains("failed", "server closed 1006"));
  }

  @Test
  void serverSentEventsArriveAndTheEndIsNoticed() throws Exception {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket
          .getOutputStream()
          .write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      var lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      await().until(() -> events.get() != null);
      assertThat(Objects.requireNonNull(events.get()).send("ended", "{\"a\":1}\nsecond")).isTrue();
      var text = new StringBuilder();
      while (!text.toString().contains("second")) {
        text.append(lines.readLine()).append('\n');
      }
      assertThat(text.toString()).contains("event: ended\ndata: {\"a\":1}\ndata: second");
      var closed = new CompletableFuture<Boolean>();
      Objects.requireNonNull(events.get())
          .onClose(
              () -> {
                throw new AssertionError("on purpose");
              });
      Objects.requireNonNull(events.get()).onClose(() -> closed.complete(true));
      socket.close();
      await()
          .untilAsserted(
              () -> {
                Objects.requireNonNull(events.get()).send("ping", "x");
                assertThat(closed).isCompleted();
              });
    }
  }

  @Test
  void anEventSentJustBeforeTheStreamIsClosedStillArrives() throws Exception {
    for (int round = 0; round < 20; round++) {
      events.set(null);
      try (var socket = new Socket("127.0.0.1", server.port())) {
        socket
            .getOutputStream()
            .write(
                "GET /events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        await().until(() -> events.get() != null);
        EventStream stream = Objects.requireNonNull(events.get());
        for (int i = 0; i < 50; i++) {
          stream.send("count", "number " + i);
        }
        stream.close();
        assertThat(stream.send("count", "too late")).isFalse();
        String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text).contains("number 0", "number 49").doesNotContain("too late");
      }
    }
  }
}
