package app.rostrum.sdk.twilsock;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** One WebSocket of a client. Its events are delivered on the serial executor. */
final class TwilsockSocket {
  private final Consumer<TwilsockSocket> onOpened;
  private final BiConsumer<TwilsockSocket, byte[]> onReceived;
  private final BiConsumer<TwilsockSocket, String> onLost;
  private final Executor executor;
  private final String initId = "TM" + UUID.randomUUID();
  private @Nullable WebSocket webSocket;
  private final LongSupplier nanoTime;
  private volatile long lastReceived;

  TwilsockSocket(
      Consumer<TwilsockSocket> onOpened,
      BiConsumer<TwilsockSocket, byte[]> onReceived,
      BiConsumer<TwilsockSocket, String> onLost,
      Executor executor,
      LongSupplier nanoTime) {
    this.onOpened = onOpened;
    this.onReceived = onReceived;
    this.onLost = onLost;
    this.executor = executor;
    this.nanoTime = nanoTime;
    this.lastReceived = nanoTime.getAsLong();
  }

  /** Returns the id of this connection's init frame. */
  String initId() {
    return initId;
  }

  void open(OkHttpClient http, URI address) {
    var request = new Request.Builder().url(address.toString()).build();
    webSocket = http.newWebSocket(request, new SocketListener());
  }

  void send(byte[] message) {
    WebSocket open = webSocket;
    if (open != null && !open.send(ByteString.of(message))) {
      lost("the socket takes no more");
    }
  }

  /** Returns the time since the last message. */
  Duration silence() {
    return Duration.ofNanos(nanoTime.getAsLong() - lastReceived);
  }

  /** Closes the socket after what was sent. */
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

  private void lost(String reason) {
    executor.execute(() -> onLost.accept(this, reason));
  }

  private final class SocketListener extends WebSocketListener {
    @Override
    public void onOpen(WebSocket socket, Response response) {
      lastReceived = nanoTime.getAsLong();
      executor.execute(() -> onOpened.accept(TwilsockSocket.this));
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
      lastReceived = nanoTime.getAsLong();
      byte[] message = bytes.toByteArray();
      executor.execute(() -> onReceived.accept(TwilsockSocket.this, message));
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      socket.close(1000, null);
      lost("closed with " + code);
    }

    @Override
    public void onFailure(WebSocket socket, Throwable cause, @Nullable Response response) {
      lost(cause.toString());
    }
  }
}
