package app.rostrum.doctor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** Opens a WebSocket and closes it, without a word. Blocks. */
final class SocketVisit extends WebSocketListener {
  private static final int SECONDS = 10;
  private static final int NORMAL = 1000;

  private final CompletableFuture<String> outcome = new CompletableFuture<>();

  private SocketVisit() {}

  /** Returns what prevented it, for a person; empty if it was opened. */
  static String open(OkHttpClient http, HttpUrl url) throws InterruptedException {
    var visit = new SocketVisit();
    WebSocket socket = http.newWebSocket(new Request.Builder().url(url).build(), visit);
    try {
      return visit.outcome.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return "no answer";
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      socket.cancel();
    }
  }

  @Override
  public void onOpen(WebSocket socket, Response response) {
    socket.close(NORMAL, null);
    outcome.complete("");
  }

  @Override
  public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
    outcome.complete(
        response == null ? "the connection is cut" : "status " + response.code() + " and not 101");
  }
}
