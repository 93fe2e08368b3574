package app.rostrum.testing;

import app.rostrum.web.WebServer;
import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A proxy between a WebSocket client and its server that drops, doubles, delays, changes or invents
 * messages and closes connections, as a test wants. Without rules everything passes. Rules can be
 * changed at any time; those of one direction of one connection are called one at a time.
 */
public final class FaultyWebSocket implements AutoCloseable {
  private static final OkHttpClient HTTP = new OkHttpClient();

  /** A text or binary message. */
  public sealed interface Message {
    record Text(String text) implements Message {}

    record Binary(byte[] data) implements Message {}

    /** Returns the text; empty for a binary message. */
    default String asText() {
      return this instanceof Text(String text) ? text : "";
    }
  }

  /** One direction of one connection, as a rule sees it. */
  public interface Way {
    /** Returns the number of the connection, from 0. */
    int connection();

    /** Returns the number of messages that came in this direction before. */
    int number();

    /** Passes a message on. */
    void pass(Message message);

    default void pass(String text) {
      pass(new Message.Text(text));
    }

    /** Sends a message back to the sender. */
    void reply(String text);

    void later(long millis, Runnable task);

    /** Closes the client's end with a code. */
    void close(int code);

    /** Drops the client's end without a close. */
    void abort();
  }

  /** Decides about a message. */
  @FunctionalInterface
  public interface Rule {
    Rule PASS = (message, way) -> way.pass(message);

    void on(Message message, Way way);
  }

  private final URI target;
  private final WebServer web;
  private final List<Pair> pairs = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("faulty-socket").daemon().unstarted(task));
  private volatile Rule toClient = Rule.PASS;
  private volatile Rule toServer = Rule.PASS;

  public FaultyWebSocket(URI target) throws IOException {
    this.target = target;
    this.web =
        WebServer.builder()
            .webSocket(target.getPath(), this::open)
            .start(new InetSocketAddress("127.0.0.1", 0));
  }

  /** Returns the address that the client must connect to. */
  public URI address() {
    return URI.create("ws://127.0.0.1:" + web.port() + target.getPath());
  }

  public void toClient(Rule rule) {
    toClient = rule;
  }

  public void toServer(Rule rule) {
    toServer = rule;
  }

  /** Returns the number of clients that have connected so far. */
  public int connections() {
    return connections.get();
  }

  /** Closes all clients with a code, as the server would. */
  public void closeAll(int code) {
    pairs.forEach(pair -> pair.near.close(code, "a fault"));
  }

  /** Sends a message to all clients. */
  public void inject(String text) {
    pairs.forEach(pair -> pair.near.sendText(text));
  }

  public void inject(byte[] data) {
    pairs.forEach(pair -> pair.near.sendBinary(data));
  }

  private WebSocketEndpoint.Receiver open(WebSocketConnection near) {
    var pair = new Pair(near, connections.getAndIncrement());
    pairs.add(pair);
    return pair;
  }

  private final class Pair extends WebSocketListener implements WebSocketEndpoint.Receiver {
    private final WebSocketConnection near;
    private final int connection;
    private final WebSocket far;
    private final Ways up;
    private final Ways down;

    Pair(WebSocketConnection near, int connection) {
      this.near = near;
      this.connection = connection;
      this.far = HTTP.newWebSocket(new Request.Builder().url(target.toString()).build(), this);
      this.up = new Ways(true);
      this.down = new Ways(false);
    }

    @Override
    public void onText(String message) {
      up.take(toServer, new Message.Text(message));
    }

    @Override
    public void onBinary(byte[] message) {
      up.take(toServer, new Message.Binary(message));
    }

    @Override
    public void onClose(int code, String reason) {
      pairs.remove(this);
      if (code == 1005 || code == 1006) {
        far.cancel();
      } else {
        far.close(code, reason);
      }
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      down.take(toClient, new Message.Text(text));
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
      down.take(toClient, new Message.Binary(bytes.toByteArray()));
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      socket.close(1000, null);
      near.close(code, reason);
    }

    @Override
    public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
      near.abort();
    }

    /** A direction of the connection. */
    private final class Ways implements Way {
      private final boolean upwards;
      private int number = -1;

      Ways(boolean upwards) {
        this.upwards = upwards;
      }

      synchronized void take(Rule rule, Message message) {
        number++;
        rule.on(message, this);
      }

      @Override
      public int connection() {
        return connection;
      }

      @Override
      public int number() {
        return number;
      }

      @Override
      public void pass(Message message) {
        switch (message) {
          case Message.Text(String text) -> say(upwards, text);
          case Message.Binary(byte[] data) -> {
            if (upwards) {
              far.send(ByteString.of(data));
            } else {
              near.sendBinary(data);
            }
          }
        }
      }

      @Override
      public void reply(String text) {
        say(!upwards, text);
      }

      private void say(boolean toFar, String text) {
        if (toFar) {
          far.send(text);
        } else {
          near.sendText(text);
        }
      }

      @Override
      public void later(long millis, Runnable task) {
        timer.schedule(task, millis, TimeUnit.MILLISECONDS);
      }

      @Override
      public void close(int code) {
        near.close(code, "a fault");
      }

      @Override
      public void abort() {
        Thread.ofVirtual().start(near::abort);
      }
    }
  }

  /** Returns a rule that passes every message on twice. */
  public static Rule doubled() {
    return (message, way) -> {
      way.pass(message);
      way.pass(message);
    };
  }

  /** Returns a rule that swaps neighbors; the last message waits for a moment at most. */
  public static Rule swapped() {
    return new Rule() {
      private final List<Runnable> held = new ArrayList<>();

      @Override
      public synchronized void on(Message message, Way way) {
        if (held.isEmpty()) {
          held.add(() -> way.pass(message));
          way.later(50, this::release);
        } else {
          way.pass(message);
          release();
        }
      }

      private synchronized void release() {
        held.forEach(Runnable::run);
        held.clear();
      }
    };
  }

  /** Returns a rule that delays every message and keeps the order. */
  public static Rule delayed(long millis) {
    return (message, way) -> way.later(millis, () -> way.pass(message));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    pairs.forEach(pair -> pair.far.cancel());
    web.close();
  }
}
