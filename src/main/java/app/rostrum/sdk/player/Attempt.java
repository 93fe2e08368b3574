package app.rostrum.sdk.player;

import app.rostrum.media.MediaEngine;
import app.rostrum.media.PeerConnection;
import app.rostrum.media.RemoteAudioTrack;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import okhttp3.Call;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a player streamer, from its offer until it is lost or closed; a player that
 * reconnects makes a new one. All methods are called on the player's serial executor, and so is the
 * owner.
 */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
  private static final Executor BLOCKING =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("player-http-", 0).factory());

  /** Hears what becomes of an attempt. */
  interface Owner {
    void onTransport(Attempt attempt, PeerConnection.State state);

    /** The server says whether something is being sent. */
    void onActive(Attempt attempt, boolean active);

    /** The server says that the stream is over. */
    void onEnded(Attempt attempt);

    /** The server did not open a session, or does not know it any more. */
    void onRefused(Attempt attempt, WhepClient.RefusedException refusal);

    /** Something else went wrong. */
    void onFailed(Attempt attempt, Throwable cause);

    /** The event stream broke off; the session may still be there. */
    void onEventsLost(Attempt attempt);
  }

  private final WhepClient client;
  private final Executor serial;
  private final Owner owner;
  private final String token;
  private final PeerConnection connection;
  private final List<RemoteAudioTrack> tracks = new ArrayList<>();
  private double volume;
  private WhepClient.@Nullable Session session;
  private @Nullable Call events;
  private boolean closed;

  Attempt(
      WhepClient client,
      MediaEngine media,
      Executor serial,
      Owner owner,
      String token,
      double volume) {
    this.client = client;
    this.serial = serial;
    this.owner = owner;
    this.token = token;
    this.volume = volume;
    this.connection = media.connect(List.of(), new Hearing());
  }

  void start(URI whep) {
    connection.receiveAudio();
    connection
        .offer()
        .thenApplyAsync(offer -> open(whep, offer), BLOCKING)
        .whenCompleteAsync((opened, problem) -> opened(opened, problem), serial);
  }

  private WhepClient.Session open(URI whep, String offer) {
    try {
      return client.open(whep, token, offer);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void opened(WhepClient.@Nullable Session opened, @Nullable Throwable problem) {
    if (opened == null) {
      report(problem);
    } else if (closed) {
      delete(opened.address());
    } else {
      session = opened;
      connection
          .acceptAnswer(opened.answer())
          .whenCompleteAsync(
              (done, refused) -> {
                if (refused != null) {
                  report(refused);
                } else {
                  readEvents();
                }
              },
              serial);
    }
  }

  private void report(@Nullable Throwable problem) {
    if (closed) {
      return;
    }
    Throwable cause = problem;
    while (cause != null
        && cause.getCause() != null
        && !(cause instanceof WhepClient.RefusedException)) {
      cause = cause.getCause();
    }
    if (cause instanceof WhepClient.RefusedException refusal) {
      owner.onRefused(this, refusal);
    } else {
      owner.onFailed(this, cause == null ? new IOException("no answer") : cause);
    }
  }

  /** Opens the event stream, the first time or again. */
  void readEvents() {
    if (closed || session == null) {
      return;
    }
    session
        .events()
        .ifPresent(
            address -> {
              Call call = client.events(address, token);
              events = call;
              BLOCKING.execute(() -> read(call));
            });
  }

  private void read(Call call) {
    try {
      WhepClient.read(call, (name, data) -> serial.execute(() -> onEvent(name)));
      serial.execute(this::eventsLost);
    } catch (WhepClient.RefusedException e) {
      serial.execute(() -> report(e));
    } catch (IOException e) {
      serial.execute(this::eventsLost);
    }
  }

  private void eventsLost() {
    if (!closed) {
      owner.onEventsLost(this);
    }
  }

  private void onEvent(String name) {
    if (closed) {
      return;
    }
    switch (name) {
      case "active" -> owner.onActive(this, true);
      case "inactive" -> owner.onActive(this, false);
      case "ended" -> owner.onEnded(this);
      default -> LOG.debug("unknown event {}", name);
    }
  }

  void setVolume(double newVolume) {
    volume = newVolume;
    tracks.forEach(track -> track.setVolume(newVolume));
  }

  CompletableFuture<PeerConnection.Stats> stats() {
    return connection.stats();
  }

  /** Hangs up, and lets the server know. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (events != null) {
      events.cancel();
    }
    connection.close();
    Optional.ofNullable(session).map(WhepClient.Session::address).ifPresent(this::delete);
  }

  private void delete(HttpUrl address) {
    BLOCKING.execute(
        () -> {
          try {
            client.delete(address, token);
          } catch (IOException e) {
            // The server finds out by itself when consent runs out.
            LOG.debug("a session could not be deleted: {}", e.toString());
          }
        });
  }

  private final class Hearing implements PeerConnection.Listener {
    @Override
    public void onState(PeerConnection.State state) {
      serial.execute(
          () -> {
            if (!closed) {
              owner.onTransport(Attempt.this, state);
            }
          });
    }

    @Override
    public void onCandidate(String candidate, String mid, int lineIndex) {
      // A WHEP server has a reachable address and learns ours from the first check.
    }

    @Override
    public void onTrack(RemoteAudioTrack track) {
      serial.execute(
          () -> {
            tracks.add(track);
            track.setVolume(volume);
          });
    }

    @Override
    public void onTrackEnded(RemoteAudioTrack track) {
      serial.execute(() -> tracks.remove(track));
    }
  }
}
