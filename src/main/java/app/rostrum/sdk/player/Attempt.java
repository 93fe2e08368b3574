package app.rostrum.sdk.player;

import app.rostrum.media.MediaEngine;
import app.rostrum.media.MediaPath;
import app.rostrum.media.PeerConnection;
import app.rostrum.media.RemoteAudioTrack;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Threads;
import app.rostrum.wire.sdp.MediaAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a player streamer, from its offer until it is lost or closed. A player that
 * reconnects makes a new one. All methods are called on the player's serial executor, and so is the
 * listener.
 */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
  private static final int ANSWERED = 1;
  private static final int ACCEPTED = 2;
  private static final int CONNECTED = 3;
  private static final Executor BLOCKING = Threads.perTask("player-http");

  /** Receives the events of an attempt. */
  interface Listener {
    void onTransport(Attempt attempt, PeerConnection.State state);

    /** Connecting has got on to a step, counted from 1. */
    void onStep(Attempt attempt, int step);

    /** A media path has been found or lost, or may have been. */
    void onPath(Attempt attempt);

    /** The server says whether the stream is fed. */
    void onActive(Attempt attempt, boolean active);

    /** The server says that the stream has ended. */
    void onEnded(Attempt attempt);

    /** The server did not open a session. */
    void onRefused(Attempt attempt, WhepClient.RefusedException refusal);

    /** The server may not know the session any more. If so, the packets stop too. */
    void onSessionUnknown(Attempt attempt);

    /** The attempt failed for another reason. */
    void onFailed(Attempt attempt, Throwable cause);
  }

  private final WhepClient client;
  private final Executor serial;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final Listener listener;
  private final String token;
  private final PeerConnection connection;
  private final MediaPath path;
  private final List<RemoteAudioTrack> tracks = new ArrayList<>();
  private double volume;
  private WhepClient.@Nullable Session session;
  private @Nullable SessionEvents events;
  private boolean closed;
  private boolean asking;

  Attempt(
      WhepClient client,
      MediaEngine media,
      Executor serial,
      Scheduler scheduler,
      RandomGenerator random,
      Listener listener,
      String token,
      double volume) {
    this.client = client;
    this.serial = serial;
    this.scheduler = scheduler;
    this.random = random;
    this.listener = listener;
    this.token = token;
    this.volume = volume;
    this.path = new MediaPath(serial, scheduler, () -> listener.onPath(this));
    this.connection = media.connect(List.of(), new ConnectionListener());
  }

  void start(URI whep) {
    connection.receiveAudio();
    asking = true;
    connection
        .draftOffer()
        .thenApplyAsync(offer -> open(whep, offer), BLOCKING)
        .whenCompleteAsync((opened, problem) -> opened(opened, problem), serial);
  }

  private WhepClient.Session open(URI whep, String offer) {
    try {
      return client.open(whep, token, offer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether the server has not answered the request yet, whose limit is its own. */
  boolean asking() {
    return asking;
  }

  private void opened(WhepClient.@Nullable Session opened, @Nullable Throwable problem) {
    asking = false;
    if (opened == null) {
      report(problem);
    } else if (closed) {
      delete(opened.address());
    } else {
      session = opened;
      listener.onStep(this, ANSWERED);
      if (!opened.iceServers().isEmpty()) {
        connection.useIceServers(opened.iceServers());
      }
      connection
          .acceptAnswer(opened.answer())
          .whenCompleteAsync(
              (done, refused) -> {
                if (refused != null) {
                  report(refused);
                } else {
                  readEvents(opened);
                  if (!closed) {
                    listener.onStep(this, ACCEPTED);
                  }
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
      listener.onRefused(this, refusal);
    } else {
      listener.onFailed(this, cause == null ? new IOException("no answer") : cause);
    }
  }

  private void readEvents(WhepClient.Session session) {
    if (closed || session.events().isEmpty()) {
      return;
    }
    HttpUrl address = session.events().get();
    var fresh =
        new SessionEvents(
            source -> client.events(address, token, source),
            serial,
            scheduler,
            random,
            new EventListener());
    events = fresh;
    fresh.start();
  }

  private final class EventListener implements SessionEvents.Listener {
    @Override
    public void onEvent(String name) {
      switch (name) {
        case "active" -> listener.onActive(Attempt.this, true);
        case "inactive" -> listener.onActive(Attempt.this, false);
        case "ended" -> listener.onEnded(Attempt.this);
        default -> LOG.debug("unknown event {}", name);
      }
    }

    @Override
    public void onSessionUnknown() {
      listener.onSessionUnknown(Attempt.this);
    }
  }

  void setVolume(double newVolume) {
    volume = newVolume;
    tracks.forEach(track -> track.setVolume(newVolume));
  }

  MediaPath path() {
    return path;
  }

  /** Returns the address to which the server wants media to be sent; empty if it has not told. */
  String mediaAddress() {
    return session == null ? "" : MediaAddress.of(session.answer()).orElse("");
  }

  CompletableFuture<PeerConnection.Stats> stats() {
    return connection.stats();
  }

  /** Closes the connection and deletes the session. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    path.stop();
    if (events != null) {
      events.close();
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
            // The server notices by itself when ICE consent expires (RFC 7675).
            LOG.debug("a session could not be deleted: {}", e.toString());
          }
        });
  }

  private final class ConnectionListener implements PeerConnection.Listener {
    @Override
    public void onState(PeerConnection.State state) {
      serial.execute(
          () -> {
            if (!closed) {
              path.follow(state);
              listener.onPath(Attempt.this);
              if (state == PeerConnection.State.CONNECTED) {
                listener.onStep(Attempt.this, CONNECTED);
              }
              listener.onTransport(Attempt.this, state);
            }
          });
    }

    @Override
    public void onCandidate(String candidate, String mid, int lineIndex) {
      // A WHEP server has a reachable address and learns ours from the first ICE check.
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
