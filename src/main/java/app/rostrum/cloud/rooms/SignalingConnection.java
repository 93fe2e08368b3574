package app.rostrum.cloud.rooms;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.store.StoreException;
import app.rostrum.rtc.MediaPort;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import app.rostrum.wire.room.ClientMessage;
import app.rostrum.wire.room.Frame;
import app.rostrum.wire.room.MalformedMessageException;
import app.rostrum.wire.room.ServerMessage;
import app.rostrum.wire.token.AccessToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A signaling socket: framing, admission, and forwarding to the room. Each message is handled
 * before the next one is read, so a client that floods delays only itself.
 */
final class SignalingConnection implements WebSocketEndpoint.Receiver, MemberSocket {
  /**
   * Close codes of our own. 1000 would mean that the client leaves on purpose, and 3000 to 3007 are
   * the client's.
   */
  private static final int CLOSED_UNAUTHENTICATED = 4001;

  private static final int CLOSED_AFTER_FAREWELL = 4002;
  private static final int CLOSED_RESUMED_ELSEWHERE = 4003;
  private static final int CLOSED_MALFORMED = 4004;

  /** The time in which a client that was told to go has to close. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  /** The largest message, in bytes, of a client that has authenticated. */
  private static final int AUTHENTICATED_MESSAGES = 2 << 20;

  private static final int SILENT_INTERVALS = 3;

  /** The least time that a client is asked to stay away while the server is full. */
  private static final int BUSY_MILLIS = 1000;

  /** The number of times that it is asked to; the count is kept in the cookie, not in memory. */
  private static final int MAX_TRIES = 3;

  private static final Logger LOG = LoggerFactory.getLogger(SignalingConnection.class);

  private final RoomAdmission admission;
  private final WebSocketConnection socket;
  private final boolean full;
  private final SignalingEndpoint.Place place;
  private final Optional<MediaPort> mediaPort;
  private final MessageBudget budget = MessageBudget.ofSignaling(System.nanoTime());
  private final List<Timers.Timer> timers = new ArrayList<>();
  private volatile long heardNanos = System.nanoTime();
  private volatile boolean authenticated;
  private volatile boolean farewell;
  private boolean welcome;
  private boolean closed;
  private RoomAdmission.@Nullable Session joined;

  SignalingConnection(
      RoomAdmission admission,
      WebSocketConnection socket,
      boolean full,
      SignalingEndpoint.Place place,
      Optional<MediaPort> mediaPort) {
    this.admission = admission;
    this.socket = socket;
    this.full = full;
    this.place = place;
    this.mediaPort = mediaPort;
    Duration patience = admission.settings().handshakeTimeout();
    after(
        patience,
        () -> {
          if (!authenticated) {
            // A polite close would wait for a peer that has shown no manners.
            Threads.startVirtual("signaling-abort", socket::abort);
          }
        });
    after(
        patience.multipliedBy(6),
        () -> {
          if (session() == null) {
            socket.close(CLOSED_UNAUTHENTICATED, "not in a room in time");
          }
        });
  }

  private void after(Duration delay, Runnable task) {
    keep(admission.timers().after(delay, task));
  }

  private synchronized void keep(Timers.Timer timer) {
    if (closed) {
      timer.cancel();
    } else {
      timers.add(timer);
    }
  }

  private synchronized RoomAdmission.@Nullable Session session() {
    return joined;
  }

  @Override
  public Optional<MediaPort> mediaPort() {
    return mediaPort;
  }

  @Override
  public void send(ServerMessage message) {
    socket.sendText(new Frame.Msg(message.toJson()).encode());
  }

  @Override
  public void end(@Nullable ServerMessage message) {
    farewell = true;
    if (message != null) {
      send(message);
    }
    after(FAREWELL, () -> socket.close(CLOSED_AFTER_FAREWELL, "out of the room"));
  }

  @Override
  public void replaced() {
    farewell = true;
    socket.close(CLOSED_RESUMED_ELSEWHERE, "resumed elsewhere");
  }

  @Override
  public void onBinary(byte[] message) {
    malformed("not text");
  }

  @Override
  public void onText(String text) {
    if (farewell) {
      return; // Sent before the client learned of its removal.
    }
    heardNanos = System.nanoTime();
    if (!budget.spend(text.length(), heardNanos)) {
      malformed("too many messages");
      return;
    }
    try {
      take(Frame.parse(text));
    } catch (MalformedMessageException e) {
      malformed(String.valueOf(e.getMessage()));
    } catch (RoomException e) {
      refuse(e);
    } catch (StoreException e) {
      LOG.error("a message to a room could not be handled", e);
      refuse(new RoomException(53104, Refusal.of(e).text()));
    }
  }

  private void take(Frame frame) throws MalformedMessageException, RoomException {
    switch (frame) {
      case Frame.Hello hello -> greet(hello);
      case Frame.Msg msg -> {
        if (!welcome) {
          throw new MalformedMessageException("hello comes first");
        }
        take(ClientMessage.parse(msg.body()));
      }
      case Frame.Heartbeat _, Frame.Bye _ -> {
        // Counts as a sign of life; a close follows a bye by itself.
      }
      case Frame.Welcome _, Frame.Busy _, Frame.Bad _, Frame.Unknown _ ->
          throw new MalformedMessageException("not a client's frame");
    }
  }

  private void greet(Frame.Hello hello) throws MalformedMessageException, RoomException {
    if (welcome) {
      return; // Repeated before our welcome arrived.
    }
    if (full) {
      socket.sendText(busy(hello).encode());
      return;
    }
    if (hello.version() != Frame.VERSION) {
      throw new MalformedMessageException("version is not " + Frame.VERSION);
    }
    if (hello.body().isEmpty()) {
      throw new MalformedMessageException("hello has no body");
    }
    welcome = true;
    int interval = Math.clamp(hello.timeoutMillis(), 1000, 30_000);
    socket.sendText(new Frame.Welcome(interval).encode());
    keep(admission.timers().every(Duration.ofMillis(interval * 3L / 4), () -> beat(interval)));
    take(ClientMessage.parse(hello.body().get()));
  }

  /**
   * Returns the answer of a full server: to come back after a random time, or never once the client
   * has tried often enough.
   */
  private static Frame.Busy busy(Frame.Hello hello) {
    int tries = hello.cookie().filter(c -> c.matches("[0-9]")).map(Integer::parseInt).orElse(0) + 1;
    if (tries > MAX_TRIES) {
      return new Frame.Busy(-1, false, Optional.empty());
    }
    int wait = ThreadLocalRandom.current().nextInt(BUSY_MILLIS, 2 * BUSY_MILLIS);
    return new Frame.Busy(wait, false, Optional.of(Integer.toString(tries)));
  }

  private void beat(int interval) {
    if (farewell) {
      return; // A dismissed client does not listen any more.
    }
    if (System.nanoTime() - heardNanos > SILENT_INTERVALS * interval * 1_000_000L) {
      LOG.info("aborted a signaling socket that had fallen silent");
      Threads.startVirtual("signaling-abort", socket::abort);
    } else {
      socket.sendText(new Frame.Heartbeat().encode());
    }
  }

  private void take(ClientMessage message) throws RoomException {
    switch (message) {
      case ClientMessage.Ice ice -> {
        admission.verify(ice.token());
        authenticated();
        send(
            new ServerMessage.Iced(
                admission.settings().turn().issue().stream()
                    .map(
                        turn ->
                            new ServerMessage.IceServer(
                                turn.urls(), turn.username(), turn.credential()))
                    .toList()));
      }
      case ClientMessage.Connect connect -> connect(connect);
      case ClientMessage.Sync sync -> sync(sync);
      case ClientMessage.Update update -> {
        RoomAdmission.Session session = session();
        if (session == null) {
          throw new RoomException(53004, "Connect first");
        }
        session
            .room()
            .executor()
            .call(
                () -> {
                  session.room().update(session.member(), update);
                  return true;
                });
      }
      case ClientMessage.Disconnect _ -> leave();
      case ClientMessage.Unknown unknown ->
          LOG.debug("ignored a message of unknown type ({} characters)", unknown.type().length());
    }
  }

  private void authenticated() {
    authenticated = true;
    place.authenticated();
    socket.allowMessages(AUTHENTICATED_MESSAGES);
  }

  private void connect(ClientMessage.Connect connect) throws RoomException {
    if (session() != null) {
      return;
    }
    AccessToken token = admission.verify(connect.token());
    authenticated();
    LiveRoom room = admission.admit(token, connect.name());
    Member member = room.executor().call(() -> room.join(this, token.identity(), connect));
    join(new RoomAdmission.Session(room, member));
  }

  private void sync(ClientMessage.Sync sync) throws RoomException {
    if (session() != null) {
      return;
    }
    AccessToken token = admission.verify(sync.token());
    authenticated();
    RoomAdmission.Session session =
        admission
            .session(sync.session())
            .filter(s -> s.member().identity().equals(token.identity()))
            // The media goes on at the port where it began, which may be closed since.
            .filter(s -> s.member().mediaPort().equals(mediaPort))
            .orElseThrow(() -> new RoomException(53002, "Unknown session"));
    session
        .room()
        .executor()
        .call(
            () -> {
              session.room().resume(session.member(), this, sync);
              return true;
            });
    join(session);
  }

  private void join(RoomAdmission.Session session) {
    boolean late;
    synchronized (this) {
      joined = session;
      late = closed;
    }
    if (late) {
      session.room().executor().execute(() -> session.room().lost(session.member(), this));
    }
  }

  private void leave() {
    RoomAdmission.Session session = session();
    farewell = true;
    if (session != null) {
      session.room().executor().execute(() -> session.room().remove(session.member(), null));
    }
  }

  private void malformed(String why) {
    if (welcome) {
      refuse(new RoomException(53004, "Unusable message: " + why));
    } else {
      farewell = true;
      socket.sendText(new Frame.Bad(why).encode());
      socket.close(CLOSED_MALFORMED, "bad hello");
    }
  }

  /** Reports an error, which always ends the connection (protocol notes, section 3.9). */
  private void refuse(RoomException refusal) {
    admission.refusals().add(Integer.toString(refusal.code()));
    LOG.info("refused a signaling client: {} {}", refusal.code(), refusal.getMessage());
    var error = new ServerMessage.Error(refusal.code(), String.valueOf(refusal.getMessage()));
    RoomAdmission.Session session = session();
    if (session == null) {
      end(error);
    } else {
      farewell = true;
      session.room().executor().execute(() -> session.room().remove(session.member(), error));
    }
  }

  @Override
  public void onClose(int code, String reason) {
    RoomAdmission.Session session;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      session = joined;
      timers.forEach(Timers.Timer::cancel);
      timers.clear();
    }
    place.leave();
    if (session != null) {
      boolean deliberate = code == 1000;
      session
          .room()
          .executor()
          .execute(
              () -> {
                if (!deliberate) {
                  session.room().lost(session.member(), this);
                } else if (session.member().isOn(this)) {
                  session.room().remove(session.member(), null);
                }
              });
    }
  }
}
