package app.rostrum.cloud.rooms;

import app.rostrum.wire.room.ClientMessage;
import app.rostrum.wire.room.Frame;
import app.rostrum.wire.room.LocalParticipant;
import app.rostrum.wire.room.MalformedMessageException;
import app.rostrum.wire.room.PeerUpdate;
import app.rostrum.wire.room.ServerMessage;
import app.rostrum.wire.room.TrackKind;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** A signaling client that sends exactly the scripted frames and keeps the answers. */
final class ScriptedClient extends WebSocketListener implements AutoCloseable {
  private static final OkHttpClient HTTP = new OkHttpClient();
  private final BlockingQueue<Frame> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  ScriptedClient(URI signaling) {
    socket = HTTP.newWebSocket(new Request.Builder().url(signaling.toString()).build(), this);
  }

  @Override
  public void onMessage(WebSocket socket, String text) {
    try {
      heard.add(Frame.parse(text));
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void onClosing(WebSocket socket, int code, String reason) {
    closed.complete(code);
    socket.close(1000, null);
  }

  @Override
  public void onFailure(WebSocket socket, Throwable t, @Nullable Response response) {
    closed.complete(1006);
  }

  void say(String text) {
    socket.send(text);
  }

  void say(ClientMessage message) {
    say(new Frame.Msg(message.toJson()).encode());
  }

  void hello(ClientMessage body) {
    say(new Frame.Hello("h", 5000, 2, Optional.empty(), Optional.of(body.toJson())).encode());
  }

  static LocalParticipant microphone(int revision, boolean enabled) {
    return new LocalParticipant(
        revision,
        List.of(
            new LocalParticipant.Track(
                "track-1", TrackKind.AUDIO, "microphone", enabled, "standard")));
  }

  static ClientMessage.Connect connect(String token, String room, PeerUpdate... peers) {
    return new ClientMessage.Connect(
        token,
        Optional.of(room),
        "script",
        "1",
        microphone(2, true),
        List.of(peers),
        true,
        List.of());
  }

  /** Sends a hello with a connect, as a client with given ICE servers does. */
  ServerMessage.Connected join(String identity, String room) throws Exception {
    hello(connect(TestTokens.video(identity, room), room));
    return expect(ServerMessage.Connected.class);
  }

  /** Waits for the next frame of a type and skips others. */
  <T extends Frame> T frame(Class<T> type) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (System.nanoTime() < end) {
      Frame frame = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (type.isInstance(frame)) {
        return type.cast(frame);
      }
    }
    throw new AssertionError("heard no " + type.getSimpleName());
  }

  /** Waits for the next message of a type and skips others. */
  <T extends ServerMessage> T expect(Class<T> type) throws Exception {
    return expect(type, message -> true);
  }

  <T extends ServerMessage> T expect(Class<T> type, Predicate<T> condition) throws Exception {
    while (true) {
      ServerMessage message = ServerMessage.parse(frame(Frame.Msg.class).body());
      if (type.isInstance(message) && condition.test(type.cast(message))) {
        return type.cast(message);
      }
    }
  }

  /** Returns the code with which the server closed. */
  int closeCode() throws Exception {
    return closed.get(60, TimeUnit.SECONDS);
  }

  /** Drops the connection. */
  void cut() {
    socket.cancel();
  }

  @Override
  public void close() {
    socket.close(1000, null);
  }
}
