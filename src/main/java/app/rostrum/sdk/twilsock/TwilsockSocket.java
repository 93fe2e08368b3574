package app.rostrum.sdk.twilsock;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** One attempt at a connection; what it hears goes to the serial executor. */
final class Socket {
  private final Consumer<Socket> onOpened;
  private final BiConsumer<Socket, byte[]> onReceived;
  private final BiConsumer<Socket, String> onGone;
  private final Executor executor;
  private final String initId = "TM" + UUID.randomUUID();
  private @Nullable WebSocket webSocket;
  private volatile long lastHeard = System.nanoTime();

  Socket(
      Consumer<Socket> onOpened,
      BiConsumer<Socket, byte[]> onReceived,
      BiConsumer<Socket, String> onGone,
      Executor executor) {
    this.onOpened = onOpened;
    this.onReceived = onReceived;
    this.onGone = onGone;
    this.executor = executor;
  }

  /** The id of this connection's init frame. */
  String initId() {
    return initId;
  }

  void open(OkHttpClient http, URI address) {
    var request = new Request.Builder().url(address.toString()).build();
    webSocket = http.newWebSocket(request, new Ears());
  }

  void send(byte[] message) {
    WebSocket open = webSocket;
    if (open != null && !open.send(ByteString.of(message))) {
      gone("the socket takes no more");
    }
  }

  /** How long nothing has been heard. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastHeard);
  }

  /** Closes after what was sent. */
  void finish() {
    WebSocket open = webSocket;
    if (open != null) {
      open.close(1000, null);
    }
  }

  /** Drops the socket at once. */
  void abandon() {
    WebSocket open = webSocket;
    if (open != null) {
      open.cancel();
    }
  }

  private void gone(String reason) {
    executor.execute(() -> onGone.accept(this, reason));
  }

  private final class Ears extends WebSocketListener {
    @Override
    public void onOpen(WebSocket socket, Response response) {
      lastHeard = System.nanoTime();
      executor.execute(() -> onOpened.accept(Socket.this));
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
      lastHeard = System.nanoTime();
      byte[] message = bytes.toByteArray();
      executor.execute(() -> onReceived.accept(Socket.this, message));
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      socket.close(1000, null);
      gone("closed with " + code);
    }

    @Override
    public void onFailure(WebSocket socket, Throwable cause, @Nullable Response response) {
      gone(cause.toString());
    }
  }
}
