package app.rostrum.sdk.video;

import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.PeerConnection;
import app.rostrum.wire.room.PeerUpdate;
import app.rostrum.wire.room.PeerUpdate.Description;
import app.rostrum.wire.room.PeerUpdate.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Descriptions of one peer connection, one exchange at a time, in the numbers of the protocol
 * notes, section 4.3. This end always yields: on an offer beside its own it rolls back, answers,
 * and offers again. Used on the room's serial executor.
 */
final class PeerNegotiation {
  private static final Logger LOG = LoggerFactory.getLogger(PeerNegotiation.class);
  private static final int MAX_WAITING = 16;

  /** Takes what is to be sent. */
  interface Outlet {
    /** There is a new description or a new candidate. */
    void onLocalChange(PeerNegotiation negotiation);

    /** The media stack refused a description. */
    void onRefused(PeerNegotiation negotiation, int code, String why);
  }

  private final String id;
  private final PeerConnection connection;
  private final Executor serial;
  private final Outlet outlet;
  private final Candidates candidates = new Candidates();
  private final Deque<Description> waiting = new ArrayDeque<>();
  private Optional<Description> lastLocal = Optional.empty();
  private boolean descriptionUnsent;
  private boolean candidatesUnsent;
  private boolean busy;
  private boolean closed;
  private boolean offered;
  private boolean wantOffer;
  private int revision;
  private int stable;

  PeerNegotiation(String id, PeerConnection connection, Executor serial, Outlet outlet) {
    this.id = id;
    this.connection = connection;
    this.serial = serial;
    this.outlet = outlet;
  }

  String id() {
    return id;
  }

  PeerConnection connection() {
    return connection;
  }

  /** Whether an exchange of descriptions is needed before the track can be sent. */
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

  /** Something has changed that needs an offer, now or when the exchange under way is over. */
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
      outlet.onLocalChange(this);
    }
  }

  /** The newest local description, for a resume. */
  Optional<PeerUpdate> newest() {
    descriptionUnsent = false;
    candidatesUnsent = candidates.toSend().isPresent();
    return lastLocal.map(description -> PeerUpdate.of(id, description));
  }

  /** What has not been sent yet; it counts as sent afterwards. */
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

  /** An offer waits for the answer to our first one, a wish for an offer for any of ours. */
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
              connection.acceptAnswer(description.sdp()),
              53402,
              done -> {
                offered = false;
                stable = revision;
                candidates.remoteDescription(description.sdp(), this::addRemote);
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
        connection.answer(offer.sdp()),
        53402,
        sdp -> {
          candidates.remoteDescription(offer.sdp(), this::addRemote);
          offered = false;
          revision = offer.revision();
          stable = revision;
          // A first answer may have had no section for our own tracks.
          wantOffer |= yielded || first;
          tell(new Description(Type.ANSWER, revision, sdp));
        });
  }

  private void makeOffer() {
    wantOffer = false;
    run(
        connection.offer(),
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
    outlet.onLocalChange(this);
  }

  private <T> void run(CompletableFuture<T> work, int code, Consumer<T> then) {
    busy = true;
    work.whenCompleteAsync(
        (result, failure) -> {
          busy = false;
          if (closed) {
            return;
          }
          if (failure == null) {
            then.accept(result);
          } else {
            LOG.warn("negotiation of {} failed", id, failure);
            outlet.onRefused(this, code, String.valueOf(failure.getMessage()));
          }
          step();
        },
        serial);
  }
}
