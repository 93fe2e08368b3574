package app.rostrum.cloud.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.TurnServers;
import app.rostrum.cloud.store.Store;
import app.rostrum.rtc.MediaPort;
import app.rostrum.web.WebServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The embedded cloud as a whole. */
@Timeout(120)
class EmbeddedCloudTest {
  private static final class Client implements WebSocket.Listener {
    final CompletableFuture<String> end = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      end.complete("closed");
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      end.complete("dropped");
    }
  }

  @Test
  void closingDropsTheConnectionsOfSyncAndChat() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (Store store = Store.inMemory();
        MediaPort media = MediaPort.open(new InetSocketAddress(loopback, 0), List.of(loopback))) {
      var cloud =
          new EmbeddedCloud(
              new EmbeddedCloud.Dependencies(
                  store,
                  media,
                  (key, url, form) -> {},
                  () -> URI.create("http://127.0.0.1"),
                  new EmbeddedCloud.Account("AC1", "token", "SK1", "secret"),
                  Clock.systemUTC(),
                  new Random(1),
                  TurnServers.NONE));
      try (WebServer web =
              cloud.addTo(WebServer.builder()).start(new InetSocketAddress(loopback, 0));
          HttpClient http = HttpClient.newHttpClient()) {
        var client = new Client();
        var socket =
            http.newWebSocketBuilder()
                .buildAsync(
                    URI.create("ws://127.0.0.1:" + web.port() + EmbeddedCloud.TWILSOCK_PATH),
                    client)
                .get(60, SECONDS);
        assertThat(client.end).isNotDone();
        cloud.close();
        assertThat(client.end.get(60, SECONDS)).isIn("closed", "dropped");
        socket.abort();
      }
    }
  }
}
