package app.rostrum.sdk.video;

import app.rostrum.threads.Backoff;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Timers;
import app.rostrum.wire.room.ClientMessage;
import app.rostrum.wire.room.Frame;
import app.rostrum.wire.room.MalformedMessageException;
import app.rostrum.wire.room.ServerMessage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection layer of signaling: hello, welcome and heartbeats on a WebSocket, and on the next
 * one as long as the server is busy. Used on the room's serial executor, where its listener is
 * called too.
 */
final class SignalingSocket {
  private static final Logger LOG = LoggerFactory.getLogger(SignalingSocket.class);

  // Protocol notes, sections 2.2 and 2.4.
  private static final int HEARTBEAT_MILLIS = 5000;
  private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration WELCOME_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_HELLOS = 3;
  private static final int SILENT_INTERVALS = 3;
  private static final int NORMAL = 1000;

  /**
   * The waits before connecting or resuming again (protocol notes, section 3.11): first 80 to 160
   * ms, half as much more each time.
   */
  static final Backoff.Policy RETRIES =
      Backoff.Policy.doubling(Duration.ofMillis(160), Duration.ofSeconds(10)).withGrowth(1.5);

  static final int CONNECTION_ERROR = 53000;
  static final int CONNECTION_LOST = 53001;
  static final int SERVER_BUSY = 53006;

  /** Receives the messages of a socket until it is lost. */
  interface Listener {
    void onMessage(ServerMessage message);

    /** Connecting gets on: the socket has opened, or a frame other than a heartbeat has come. */
    void onSign();

    /** The server is there: any frame has come. */
    void onHeard();

    /** A room message cannot be used. */
    void onUnusable(String why);

    /** The socket is lost. No other call follows. */
    void onLost(int code, String why);
  }

  private final OkHttpClient http;
  private final URI address;
  private final ClientMessage first;
  private final Executor serial;
  private final Scheduler scheduler;
  private final Listener listener;
  private final List<Timers.Timer> running = new ArrayList<>();
  private final Backoff backoff;
  private @Nullable WebSocket socket;
  private Optional<String> cookie = Optional.empty();
  private int hellos;
  private boolean welcome;
  private boolean over;
  private long receivedNanos;

  /** The interval of heartbeats, both ways. */
  private Duration beat = OPEN_TIMEOUT;

  /**
   * @param first the room message that goes with the hello: ice or sync
   */
  SignalingSocket(
      OkHttpClient http,
      URI address,
      ClientMessage first,
      Executor serial,
      Scheduler scheduler,
      Listener listener) {
    this.http = http;
    this.address = address;
    this.first = first;
    this.serial = serial;
    this.scheduler = scheduler;
    this.backoff = new Backoff(RETRIES, RandomGenerator.getDefault(), scheduler::nanoTime);
    this.listener = listener;
  }

  void open() {
    after(
        OPEN_TIMEOUT,
        () -> {
          if (hellos == 0) {
            lost(CONNECTION_ERROR, "the socket did not open in time");
          }
        });
    Request request;
    try {
      request = new Request.Builder().url(address.toString()).build();
    } catch (IllegalArgumentException e) {
      lost(CONNECTION_ERROR, "not the address of a server");
      return;
    }
    socket = http.newWebSocket(request, new SocketListener());
  }

  /**
   * Sends a room message. It is dropped if the socket is lost: the resume sends the state again.
   */
  void send(ClientMessage message) {
    sendFrame(new Frame.Msg(message.toJson()));
  }

  /** Closes the socket after a last message. The listener is not called any more. */
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

  /** Drops a connection that cannot be used, as if it were lost. */
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
    running.forEach(Timers.Timer::cancel);
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

  private void after(Duration time, Runnable task) {
    running.add(scheduler.after(time, serial, task));
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
    after(WELCOME_TIMEOUT, this::hello);
  }

  private void take(Frame frame) {
    receivedNanos = scheduler.nanoTime();
    listener.onHeard();
    if (!(frame instanceof Frame.Heartbeat)) {
      listener.onSign();
    }
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
        // Nothing to do.
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
    running.forEach(Timers.Timer::cancel);
    running.clear();
    Duration wait =
        backoff.next(Duration.ofMillis(busy.retryAfterMillis())).orElse(RETRIES.longest());
    if (busy.keepAlive()) {
      after(wait, this::hello);
    } else {
      WebSocket old = socket;
      socket = null; // Its end must not count as a loss.
      if (old != null) {
        old.cancel();
      }
      after(wait, this::open);
    }
  }

  /** Returns whether the server is heard at least as often as it sends heartbeats. */
  boolean heardLately() {
    return scheduler.nanoTime() - receivedNanos <= beat.toNanos();
  }

  private void startBeating(int interval) {
    beat = Duration.ofMillis(interval * 3L / 4);
    running.add(
        scheduler.every(
            beat,
            () ->
                serial.execute(
                    () -> {
                      if (over) {
                        return;
                      }
                      long silence = scheduler.nanoTime() - receivedNanos;
                      if (silence
                          > TimeUnit.MILLISECONDS.toNanos((long) SILENT_INTERVALS * interval)) {
                        lost(CONNECTION_LOST, "no message from the server in time");
                      } else {
                        sendFrame(new Frame.Heartbeat());
                      }
                    })));
  }

  /** Hands the events over from OkHttp's threads. */
  private final class SocketListener extends WebSocketListener {
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
      post(
          from,
          () -> {
            listener.onSign();
            hello();
          });
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
