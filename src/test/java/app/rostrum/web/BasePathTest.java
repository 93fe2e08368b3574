package app.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server below a path of its proxy, which passes the path on or strips it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@NullUnmarked
class BasePathTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private WebServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        WebServer.builder()
            .below("/rostrum")
            .handle(
                "/",
                request ->
                    HttpResponse.of(
                        200,
                        "text/plain",
                        request.path() + " " + request.query() + " " + request.text()))
            .webSocket(
                "/signaling",
                connection -> {
                  connection.sendText("hello");
                  return new Silent();
                })
            .start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static final class Silent implements WebSocketEndpoint.Receiver {
    @Override
    public void onText(String message) {}

    @Override
    public void onBinary(byte[] message) {}

    @Override
    public void onClose(int code, String reason) {}
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  private URI at(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + server.port() + path);
  }

  @ParameterizedTest
  @CsvSource({
    "/rostrum/whep/VJ1?a=b, /whep/VJ1 {a=[b]} body",
    "/whep/VJ1?a=b, /whep/VJ1 {a=[b]} body",
    "/rostrum, / {} body",
    "/rostrum/, / {} body",
    "/rostrums/x, /rostrums/x {} body",
    "/rostrum/a%20b, /a%20b {} body"
  })
  void aRequestComesWithThePathOrWithoutIt(String asked, String seen) throws Exception {
    var request =
        java.net.http.HttpRequest.newBuilder(at("http", asked))
            .POST(BodyPublishers.ofString("body"))
            .build();
    assertThat(http.send(request, BodyHandlers.ofString()).body()).isEqualTo(seen);
  }

  @Test
  void aWebSocketComesWithThePathOrWithoutIt() {
    for (String path : new String[] {"/signaling", "/rostrum/signaling"}) {
      var said = new CompletableFuture<String>();
      WebSocket socket =
          http.newWebSocketBuilder()
              .buildAsync(
                  at("ws", path),
                  new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(
                        WebSocket from, CharSequence data, boolean last) {
                      said.complete(data.toString());
                      return null;
                    }
                  })
              .join();
      assertThat(said.join()).isEqualTo("hello");
      socket.abort();
    }
  }
}
