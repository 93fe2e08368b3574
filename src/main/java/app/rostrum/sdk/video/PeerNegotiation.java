package app.rostrum.sdk.video;

import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.PeerConnection;
import app.rostrum.wire.room.PeerUpdate;
import app.rostrum.wire.room.PeerUpdate.Description;
import app.rostrum.wire.room.PeerUpdate.Type;
import app.rostrum.wire.sdp.MediaAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The negotiation of one peer connection, one exchange of descriptions at a time, numbered as in
 * the protocol notes, section 4.3. The client always yields: when offers cross it rolls back,
 * answers, and offers again. On the room's serial executor.
 */
final class PeerNegotiation {
  private static final Logger LOG = LoggerFactory.getLogger(PeerNegotiation.class);
  private static final int MAX_WAITING = 16;

  /** Receives the events of a negotiation. */
  interface Listener {
    /** A new local description or candidate is to be sent. */
    void onLocalChange();

    /** The media stack refused a description. */
    void onRefused(int code, String why);
  }

  private final String id;
  private final PeerConnection connection;
  private final Executor serial;
  private final Listener listener;
  private final Candidates candidates = new Candidates();
  private final Deque<Description> waiting = new ArrayDeque<>();
  private Optional<Description> lastLocal = Optional.empty();
  private boolean descriptionUnsent;
  private Optional<String> mediaAddress = Optional.empty();
  private boolean candidatesUnsent;
  private boolean busy;
  private boolean closed;
  private boolean offered;
  private boolean wantOffer;
  private int revision;
  private int stable;

  PeerNegotiation(String id, PeerConnection connection, Executor serial, Listener listener) {
    this.id = id;
    this.connection = connection;
    this.serial = serial;
    this.listener = listener;
  }

  String id() {
    return id;
  }

  PeerConnection connection() {
    return connection;
  }

  /** Adds a track; returns whether it can be sent only after an exchange of descriptions. */
  boolean add(Publications.Source source) {
    return switch (source) {
      case Publications.Source.Audio(var track) -> {
        connection.addTrack(track);
        yield true;
      }
      case Publications.Source.Data(var track) -> {
        track.attach(connection.createDataChannel(track.id(), track.options()));
        yield lastLocal.map(d -> !carriesData(d.sdp())).orElse(true);
      }
    };
  }

  private static boolean carriesData(String sdp) {
    return sdp.contains("\nm=application ") && !sdp.contains("\nm=application 0 ");
  }

  void remove(LocalAudioTrack track) {
    connection.removeTrack(track);
  }

  /** Makes an offer, now or when the exchange under way is over. */
  void offer() {
    wantOffer = true;
    step();
  }

  void restartIce() {
    connection.restartIce();
    offer();
  }

  void take(PeerUpdate update) {
    update.ice().ifPresent(ice -> candidates.remote(ice, this::addRemote));
    update
        .description()
        .ifPresent(
            description -> {
              if (waiting.size() < MAX_WAITING) {
                waiting.add(description);
              }
              step();
            });
  }

  private void addRemote(PeerUpdate.Candidate candidate) {
    connection.addCandidate(candidate.candidate(), candidate.mid(), candidate.lineIndex());
  }

  void localCandidate(String line, String mid, int lineIndex) {
    if (!closed) {
      candidates.addLocal(new PeerUpdate.Candidate(line, mid, lineIndex));
      candidatesUnsent = true;
      listener.onLocalChange();
    }
  }

  /** Returns the newest local description, for a resume. */
  Optional<PeerUpdate> newest() {
    descriptionUnsent = false;
    candidatesUnsent = candidates.toSend().isPresent();
    return lastLocal.map(description -> PeerUpdate.of(id, description));
  }

  /** Returns the local description if it has not been sent; it counts as sent afterwards. */
  Optional<PeerUpdate> unsentDescription() {
    boolean unsent = descriptionUnsent;
    descriptionUnsent = false;
    return unsent ? lastLocal.map(d -> PeerUpdate.of(id, d)) : Optional.empty();
  }

  Optional<PeerUpdate> unsentCandidates() {
    boolean unsent = candidatesUnsent;
    candidatesUnsent = false;
    return unsent ? candidates.toSend().map(ice -> PeerUpdate.of(id, ice)) : Optional.empty();
  }

  /** Returns the address to which the other end wants media to be sent, as it last said. */
  Optional<String> mediaAddress() {
    return mediaAddress;
  }

  private void remoteDescription(String sdp) {
    mediaAddress = MediaAddress.of(sdp).or(() -> mediaAddress);
    candidates.remoteDescription(sdp, this::addRemote);
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    if (!closed) {
      closed = true;
      waiting.clear();
      connection.close();
    }
  }

  private void step() {
    while (!busy && !closed) {
      Optional<Description> next = nextUsable();
      if (next.isPresent()) {
        apply(next.get());
      } else if (wantOffer && !offered) {
        makeOffer();
      } else {
        return;
      }
    }
  }

  /**
   * Returns the next description that can be applied now. An offer has to wait for the answer to
   * our first offer, a request for an offer waits for the answer to any of ours.
   */
  private Optional<Description> nextUsable() {
    for (Iterator<Description> all = waiting.iterator(); all.hasNext(); ) {
      Description description = all.next();
      boolean mustWait =
          offered
              && (description.type() == Type.CREATE_OFFER
                  || (description.type() == Type.OFFER && stable == 0));
      if (!mustWait) {
        all.remove();
        return Optional.of(description);
      }
    }
    return Optional.empty();
  }

  private void apply(Description description) {
    switch (description.type()) {
      case OFFER -> {
        if (description.revision() > stable) {
          answer(description);
        }
      }
      case ANSWER -> {
        if (offered && description.revision() == revision) {
          run(
              () -> connection.acceptAnswer(description.sdp()),
              53402,
              done -> {
                offered = false;
                stable = revision;
                remoteDescription(description.sdp());
              });
        }
      }
      case CREATE_OFFER -> {
        if (description.revision() > stable) {
          revision = description.revision();
          wantOffer = true;
        }
      }
      case CLOSE -> close();
      case PRANSWER, UNKNOWN -> LOG.debug("ignored a description of type {}", description.type());
    }
  }

  private void answer(Description offer) {
    boolean yielded = offered;
    boolean first = stable == 0;
    run(
        () -> connection.answer(offer.sdp()),
        53402,
        sdp -> {
          remoteDescription(offer.sdp());
          offered = false;
          revision = offer.revision();
          stable = revision;
          // The first answer may have had no section for the local tracks.
          wantOffer |= yielded || first;
          tell(new Description(Type.ANSWER, revision, sdp));
        });
  }

  private void makeOffer() {
    wantOffer = false;
    run(
        connection::offer,
        53400,
        sdp -> {
          revision++;
          offered = true;
          tell(new Description(Type.OFFER, revision, sdp));
        });
  }

  private void tell(Description description) {
    candidates.localDescription(description.sdp());
    lastLocal = Optional.of(description);
    descriptionUnsent = true;
    listener.onLocalChange();
  }

  /** Runs a step of the media stack, then its continuation, then the next step. */
  private <T> void run(Supplier<CompletableFuture<T>> work, int code, Consumer<T> then) {
    busy = true;
    start(work)
        .whenCompleteAsync(
            (result, failure) -> {
              busy = false;
              if (!closed) {
                Throwable problem = failure == null ? attempt(then, result) : failure;
                if (problem != null) {
                  LOG.warn("negotiation of {} failed", id, problem);
                  listener.onRefused(code, String.valueOf(problem.getMessage()));
                }
                step();
              }
            },
            serial);
  }

  /** Native media code throws Errors for what it refuses; they count as failures of the step. */
  private static <T> CompletableFuture<T> start(Supplier<CompletableFuture<T>> work) {
    try {
      return work.get();
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <T> @Nullable Throwable attempt(Consumer<T> then, T result) {
    try {
      then.accept(result);
      return null;
    } catch (Throwable e) {
      return e;
    }
  }
}
