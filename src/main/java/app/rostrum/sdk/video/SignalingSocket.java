package app.rostrum.sdk.video;

import app.rostrum.wire.room.ClientMessage;
import app.rostrum.wire.room.Frame;
import app.rostrum.wire.room.MalformedMessageException;
import app.rostrum.wire.room.ServerMessage;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection layer on one WebSocket after another, as long as the server is busy: hello,
 * welcome, heartbeats both ways. Used on the room's serial executor, where its listener is called
 * too.
 */
final class SignalingSocket {
  private static final Logger LOG = LoggerFactory.getLogger(SignalingSocket.class);

  // Protocol notes, sections 2.2 and 2.4.
  private static final int HEARTBEAT_MILLIS = 5000;
  private static final int OPEN_MILLIS = 15_000;
  private static final int WELCOME_MILLIS = 5000;
  private static final int MAX_HELLOS = 3;
  private static final int SILENT_INTERVALS = 3;
  private static final int NORMAL = 1000;

  static final int CONNECTION_ERROR = 53000;
  static final int CONNECTION_LOST = 53001;
  static final int SERVER_BUSY = 53006;

  /** Hears the socket until it is lost. */
  interface Listener {
    void onMessage(ServerMessage message);

    /** A room message that cannot be used. */
    void onUnusable(String why);

    /** The last call. */
    void onLost(int code, String why);
  }

  private final OkHttpClient http;
  private final URI address;
  private final ClientMessage first;
  private final Executor serial;
  private final Timers timers;
  private final Listener listener;
  private final List<ScheduledFuture<?>> running = new ArrayList<>();
  private @Nullable WebSocket socket;
  private Optional<String> cookie = Optional.empty();
  private int hellos;
  private boolean welcome;
  private boolean over;
  private long heardNanos;

  /**
   * @param first goes with the hello: ice or sync
   */
  SignalingSocket(
      OkHttpClient http,
      URI address,
      ClientMessage first,
      Executor serial,
      Timers timers,
      Listener listener) {
    this.http = http;
    this.address = address;
    this.first = first;
    this.serial = serial;
    this.timers = timers;
    this.listener = listener;
  }

  void open() {
    after(
        OPEN_MILLIS,
        () -> {
          if (hellos == 0) {
            lost(CONNECTION_ERROR, "the socket did not open in time");
          }
        });
    Request request;
    try {
      request = new Request.Builder().url(address.toString()).build();
    } catch (IllegalArgumentException e) {
      lost(CONNECTION_ERROR, "no address of a server");
      return;
    }
    socket = http.newWebSocket(request, new Ear());
  }

  /** Sends a room message; dropped if the socket is gone, the resume brings it again. */
  void send(ClientMessage message) {
    sendFrame(new Frame.Msg(message.toJson()));
  }

  /** Takes leave; nothing is heard afterwards. */
  void close(Optional<ClientMessage> last) {
    if (over) {
      return;
    }
    last.ifPresent(this::send);
    sendFrame(new Frame.Bye());
    over();
    if (socket != null && !socket.close(NORMAL, "Normal")) {
      socket.cancel();
    }
  }

  /** Drops a connection that is of no use, as if it were lost. */
  void fail(int code, String why) {
    lost(code, why);
  }

  private void sendFrame(Frame frame) {
    if (!over && socket != null) {
      socket.send(frame.encode());
    }
  }

  private void over() {
    over = true;
    running.forEach(timer -> timer.cancel(false));
    running.clear();
  }

  private void lost(int code, String why) {
    if (over) {
      return;
    }
    over();
    if (socket != null) {
      socket.cancel();
    }
    listener.onLost(code, why);
  }

  private void after(long millis, Runnable task) {
    running.removeIf(ScheduledFuture::isDone);
    running.add(timers.after(millis, () -> serial.execute(() -> ifNotOver(task))));
  }

  private void ifNotOver(Runnable task) {
    if (!over) {
      task.run();
    }
  }

  private void hello() {
    if (welcome) {
      return;
    }
    if (hellos >= MAX_HELLOS) {
      lost(CONNECTION_ERROR, "the server does not answer");
      return;
    }
    hellos++;
    sendFrame(
        new Frame.Hello(
            UUID.randomUUID().toString(),
            HEARTBEAT_MILLIS,
            Frame.VERSION,
            cookie,
            Optional.of(first.toJson())));
    after(WELCOME_MILLIS, this::hello);
  }

  private void take(Frame frame) {
    heardNanos = timers.nanoTime();
    switch (frame) {
      case Frame.Welcome w -> {
        if (!welcome) {
          welcome = true;
          startBeating(Math.clamp(w.negotiatedTimeoutMillis(), 500, 60_000));
        }
      }
      case Frame.Msg msg -> {
        if (welcome) {
          take(msg);
        }
      }
      case Frame.Busy busy -> wait(busy);
      case Frame.Bad bad -> {
        if (!welcome) {
          lost(CONNECTION_ERROR, bad.reason());
        }
      }
      case Frame.Heartbeat _, Frame.Bye _, Frame.Hello _, Frame.Unknown _ -> {
        // Heard; nothing to do about it.
      }
    }
  }

  private void take(Frame.Msg msg) {
    try {
      listener.onMessage(ServerMessage.parse(msg.body()));
    } catch (MalformedMessageException e) {
      listener.onUnusable(String.valueOf(e.getMessage()));
    }
  }

  private void wait(Frame.Busy busy) {
    if (welcome) {
      return;
    }
    if (busy.retryAfterMillis() < 0) {
      lost(SERVER_BUSY, "the server is busy");
      return;
    }
    cookie = busy.cookie();
    hellos = 0;
    running.forEach(timer -> timer.cancel(false));
    running.clear();
    if (busy.keepAlive()) {
      after(busy.retryAfterMillis(), this::hello);
    } else {
      WebSocket old = socket;
      socket = null; // Its end is none of ours any more.
      if (old != null) {
        old.cancel();
      }
      after(busy.retryAfterMillis(), this::open);
    }
  }

  private void startBeating(int interval) {
    running.add(
        timers.every(
            interval * 3L / 4,
            () ->
                serial.execute(
                    () -> {
                      if (over) {
                        return;
                      }
                      long silence = timers.nanoTime() - heardNanos;
                      if (silence
                          > TimeUnit.MILLISECONDS.toNanos((long) SILENT_INTERVALS * interval)) {
                        lost(CONNECTION_LOST, "the server fell silent");
                      } else {
                        sendFrame(new Frame.Heartbeat());
                      }
                    })));
  }

  /** OkHttp's threads come in here and hand over at once. */
  private final class Ear extends WebSocketListener {
    private void post(WebSocket from, Runnable task) {
      serial.execute(
          () -> {
            if (!over && from == socket) {
              task.run();
            }
          });
    }

    @Override
    public void onOpen(WebSocket from, Response response) {
      post(from, SignalingSocket.this::hello);
    }

    @Override
    public void onMessage(WebSocket from, String text) {
      Frame frame;
      try {
        frame = Frame.parse(text);
      } catch (MalformedMessageException e) {
        LOG.warn("ignored a signaling frame: {}", e.getMessage());
        return;
      }
      post(from, () -> take(frame));
    }

    @Override
    public void onClosing(WebSocket from, int code, String reason) {
      post(from, () -> lost(lossCode(), "closed with " + code));
    }

    @Override
    public void onFailure(WebSocket from, Throwable failure, @Nullable Response response) {
      post(from, () -> lost(lossCode(), failure.toString()));
    }

    private int lossCode() {
      return welcome ? CONNECTION_LOST : CONNECTION_ERROR;
    }
  }
}
