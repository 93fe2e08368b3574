package app.rostrum.hosting;

import app.rostrum.backend.Backend;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamState;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One session, whose calls and states tell whether this person hosts. The session is to use {@link
 * #role}, {@link #backend} and {@link #before}. Thread-safe.
 */
public final class Hosting implements HostingBackend.Listener {
  private final KeptHosting kept;
  private final Backend backend;
  private final Role role;
  private final Optional<String> proof;
  private HostingFile.Kept last;

  /** True while the credentials that come are those of the host. */
  private boolean hosting;

  /** True once somebody else has taken over. */
  private boolean former;

  private boolean isHost;

  /** True once this person has been on stage. */
  private boolean arrived;

  private boolean over;

  /** True while the connection is: a host who waits no longer for it may return to the stream. */
  private boolean interrupted;

  /**
   * @param blank a record without room and token
   * @param before the hosting to which the session returns
   * @param lost the hosting that somebody has taken over
   */
  Hosting(
      KeptHosting kept,
      Backend backend,
      HostingFile.Kept blank,
      Role wanted,
      Optional<HostingFile.Kept> before,
      Optional<HostingFile.Kept> lost) {
    Optional<HostingFile.Kept> known = before.or(() -> lost);
    boolean returns = before.isPresent() || (lost.isPresent() && wanted == Role.HOST);
    this.kept = kept;
    this.backend = backend;
    this.role = returns ? Role.SPEAKER : wanted;
    this.proof = known.map(HostingFile.Kept::token);
    this.last = known.orElse(blank);
    this.hosting = role == Role.HOST || before.isPresent();
    this.former = lost.isPresent();
  }

  /**
   * Returns the role in which to begin: {@link Role#SPEAKER} for a host who returns, whatever was
   * asked for. The server says who is host.
   */
  public Role role() {
    return role;
  }

  /** Returns a backend that proves by what was kept who this is. */
  public Backend backend() {
    return new HostingBackend(backend, proof, this);
  }

  /** Returns a consumer that takes each state before another one does. */
  public Consumer<StreamState> before(Consumer<StreamState> onState) {
    return state -> {
      follow(state.phase());
      noteInterruption(state);
      onState.accept(state);
    };
  }

  /** Stops following, so that the stream is kept though the session leaves it. */
  public synchronized void rest() {
    hosting = false;
    over = true;
  }

  @Override
  public synchronized void admitted(String roomSid, String token, boolean asHost) {
    last = new HostingFile.Kept(last.backend(), last.streamName(), roomSid, last.identity(), token);
    if (asHost && !over) {
      hosting = true;
      former = false;
    }
    keep();
  }

  private void keep() {
    if (over || last.token().isEmpty()) {
      return;
    }
    if (hosting) {
      kept.keep(last);
    } else if (former) {
      kept.takenOver(last);
    }
  }

  @Override
  public synchronized void gone() {
    if (hosting || former) {
      kept.ended(last);
    }
    over = true;
  }

  private synchronized void noteInterruption(StreamState state) {
    interrupted = state.reconnecting();
  }

  private synchronized void follow(Phase phase) {
    switch (phase) {
      case Phase.OnStage(Role now) -> {
        arrived = true;
        if (now == Role.HOST && !isHost) {
          isHost = true;
          hosting = true;
          former = false;
          keep();
        } else if (now != Role.HOST && isHost) {
          isHost = false;
          hosting = false;
          former = true;
          keep();
        }
      }
      case Phase.Left(LeaveReason.Failed ignored) -> {
        if (role == Role.HOST && !arrived) {
          gone(); // The session takes the creation back.
        }
        over = true; // Otherwise the stream may go on.
      }
      case Phase.Left(LeaveReason reason) -> left(reason);
      case Phase.Joining ignored -> {}
      case Phase.Changing ignored -> {}
      case Phase.InAudience ignored -> {}
    }
  }

  private void left(LeaveReason reason) {
    boolean goesOn = interrupted && reason instanceof LeaveReason.Chosen;
    if (hosting && !goesOn) {
      gone();
    }
    over = true; // A former host's name in a stream that goes on stays theirs.
  }
}
