package app.rostrum.web;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects a Jetty session to a {@link WebSocketEndpoint}. Messages are sent one at a time, in
 * order; the queue is bounded.
 */
@SuppressWarnings("NullAway.Init") // Jetty calls onWebSocketOpen first.
public final class JettyWebSocket implements Session.Listener.AutoDemanding, WebSocketConnection {
  private static final long MAX_WAITING_BYTES = 8L << 20;
  private static final Logger LOG = LoggerFactory.getLogger(JettyWebSocket.class);

  private sealed interface Outgoing {
    record Text(String message) implements Outgoing {}

    record Binary(byte[] message) implements Outgoing {}

    record Close(int code, String reason) implements Outgoing {}
  }

  private record Closed(int code, String reason) {}

  private final WebSocketEndpoint endpoint;
  private final String remoteAddress;
  private final Queue<Outgoing> waiting = new ArrayDeque<>();
  private final AtomicBoolean closeTold = new AtomicBoolean();
  private Session session;
  private volatile WebSocketEndpoint.@Nullable Receiver receiver;
  private volatile @Nullable Closed closed;
  private long waitingBytes;
  private boolean sending;
  private boolean closing;

  JettyWebSocket(WebSocketEndpoint endpoint, String remoteAddress) {
    this.endpoint = endpoint;
    this.remoteAddress = remoteAddress;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    allowMessages(endpoint.firstMessages());
    receiver = endpoint.onOpen(this);
    // The connection may have been lost before the receiver existed.
    tellClose();
  }

  @Override
  public void onWebSocketText(String message) {
    guard(current -> current.onText(message));
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    byte[] message = new byte[payload.remaining()];
    payload.get(message);
    callback.succeed();
    guard(current -> current.onBinary(message));
  }

  @Override
  public void onWebSocketClose(int code, @Nullable String reason, Callback callback) {
    callback.succeed();
    receivedClose(code, reason == null ? "" : reason);
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    LOG.debug("WebSocket of {} failed: {}", remoteAddress(), cause.toString());
    receivedClose(1006, "");
  }

  private void receivedClose(int code, String reason) {
    synchronized (waiting) {
      closing = true;
      waiting.clear();
    }
    closed = new Closed(code, reason);
    tellClose();
  }

  private void tellClose() {
    Closed how = closed;
    if (how != null && receiver != null && closeTold.compareAndSet(false, true)) {
      guard(current -> current.onClose(how.code(), how.reason()));
    }
  }

  private void guard(Consumer<WebSocketEndpoint.Receiver> call) {
    WebSocketEndpoint.Receiver current = receiver;
    if (current == null) {
      return;
    }
    try {
      call.accept(current);
    } catch (Throwable e) {
      LOG.error("WebSocket receiver failed", e);
      close(1011, "internal error");
    }
  }

  @Override
  public void sendText(String message) {
    enqueue(new Outgoing.Text(message), message.length());
  }

  @Override
  public void sendBinary(byte[] message) {
    enqueue(new Outgoing.Binary(message), message.length);
  }

  @Override
  public void close(int code, String reason) {
    enqueue(new Outgoing.Close(code, reason), 0);
  }

  @Override
  public void abort() {
    session.disconnect();
    receivedClose(1006, "");
  }

  @Override
  public void allowMessages(int bytes) {
    session.setMaxTextMessageSize(bytes);
    session.setMaxBinaryMessageSize(bytes);
    session.setMaxFrameSize(bytes);
  }

  @Override
  public String remoteAddress() {
    return remoteAddress;
  }

  private void enqueue(Outgoing message, int size) {
    synchronized (waiting) {
      if (closing) {
        return;
      }
      if (waitingBytes + size > MAX_WAITING_BYTES) {
        waiting.clear();
        waiting.add(new Outgoing.Close(1013, "too slow"));
        closing = true;
      } else {
        waiting.add(message);
        waitingBytes += size;
        closing = message instanceof Outgoing.Close;
      }
      if (sending) {
        return;
      }
      sending = true;
    }
    sendNext();
  }

  private void sendNext() {
    Outgoing next;
    synchronized (waiting) {
      next = waiting.poll();
      if (next == null) {
        sending = false;
        return;
      }
    }
    switch (next) {
      case Outgoing.Text text -> session.sendText(text.message(), sent(text.message().length()));
      case Outgoing.Binary binary ->
          session.sendBinary(ByteBuffer.wrap(binary.message()), sent(binary.message().length));
      case Outgoing.Close close -> session.close(close.code(), close.reason(), Callback.NOOP);
    }
  }

  private Callback sent(int size) {
    return Callback.from(
        () -> {
          synchronized (waiting) {
            waitingBytes -= size;
          }
          sendNext();
        },
        failure -> {
          session.disconnect();
          receivedClose(1006, "");
        });
  }
}
