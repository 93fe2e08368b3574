package app.rostrum.stream;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.stream.StreamState.Notice;
import app.rostrum.threads.Timers.Timer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The change of hosts: tells when another person has become the host, and when this person may take
 * over from one who has been lost. The backend decides; it is asked only when it will probably
 * agree. On the loop only.
 */
final class Succession {
  /** The shortest time before a refused take-over is offered again. */
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(10);

  private final SessionContext context;
  private final StreamRoster roster;
  private final DeskDocument desk;
  private final RoleTransitions transitions;
  private final Notices notices;
  private String host = "";
  private boolean lost;
  private long lostAt;
  private long notBefore;
  private boolean asking;
  private boolean mayTakeOver;
  private @Nullable Timer timer;

  Succession(
      SessionContext context,
      StreamRoster roster,
      DeskDocument desk,
      RoleTransitions transitions,
      Notices notices) {
    this.context = context;
    this.roster = roster;
    this.desk = desk;
    this.transitions = transitions;
    this.notices = notices;
    this.notBefore = context.loop().nanoTime();
  }

  boolean mayTakeOver() {
    return mayTakeOver;
  }

  /** Looks at the speakers again, after each event. */
  void update() {
    roster.host().map(StreamRoster.Entry::identity).ifPresent(this::marked);
    long now = context.loop().nanoTime();
    boolean gone = roster.host().isEmpty() && !roster.speakers().isEmpty() && !hostInRoom();
    if (gone && !lost) {
      lostAt = now;
    }
    lost = gone;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    Optional<Duration> wait = lost && !asking ? untilMyTurn(now) : Optional.empty();
    mayTakeOver = wait.filter(Duration::isZero).isPresent();
    if (wait.isPresent() && !mayTakeOver) {
      timer = context.after(wait.get(), new Event.TimeUp.Succession());
    }
  }

  private void marked(String identity) {
    if (!host.isEmpty() && !host.equals(identity)) {
      notices.add(Notice.Kind.HOST_CHANGED, identity);
    }
    host = identity;
    if (identity.equals(context.identity())) {
      transitions.markedHost();
    } else {
      transitions.hostElsewhere();
    }
  }

  /** Returns whether the host is in the room, though the list has lost sight of them. */
  private boolean hostInRoom() {
    StageSeat stage = transitions.seats().stage();
    return stage != null
        && stage.participants().stream().anyMatch(other -> other.identity().equals(host));
  }

  /** Returns the time until this person may take over; empty if they are not in line. */
  private Optional<Duration> untilMyTurn(long now) {
    StreamCredentials credentials = transitions.credentials();
    if (credentials == null
        || credentials.takeOverAfter().isEmpty()
        || transitions.role() != Role.SPEAKER
        || transitions.transition() != null) {
      return Optional.empty();
    }
    Duration grace = credentials.takeOverAfter().get();
    return roster.speakers().stream()
        .filter(entry -> entry.identity().equals(context.identity()))
        .findFirst()
        .map(
            own -> {
              long earlier =
                  roster.speakers().stream().filter(other -> isBefore(other, own)).count();
              long turn = lostAt + grace.multipliedBy(earlier + 1).toNanos();
              return Duration.ofNanos(Math.max(0, Math.max(turn, notBefore) - now));
            });
  }

  /** Returns whether a speaker is in line before another: co-hosts first, as they were named. */
  private boolean isBefore(StreamRoster.Entry one, StreamRoster.Entry other) {
    int place = place(one.identity());
    int otherPlace = place(other.identity());
    return place == otherPlace ? one.since().isBefore(other.since()) : place < otherPlace;
  }

  private int place(String identity) {
    int place = desk.coHosts().indexOf(identity);
    return place < 0 ? Integer.MAX_VALUE : place;
  }

  /** Asks the backend to make this person the host. */
  void takeOver() {
    if (!mayTakeOver) {
      if (!asking) {
        notices.add(Notice.Kind.TAKE_OVER_FAILED, "");
      }
      return;
    }
    asking = true;
    String token = transitions.token();
    context.call(
        new Event.Action.TakeOver(),
        backend -> {
          var unused = backend.takeOverStream(context.identity(), context.streamName(), token);
        });
  }

  /**
   * Takes the backend's answer. After success the speakers' list tells who is host.
   *
   * @param refusal empty for success
   */
  void answered(Optional<BackendException> refusal) {
    asking = false;
    Duration wait =
        refusal
            .map(BackendException::retryAfter)
            .filter(least -> least.compareTo(AFTER_REFUSAL) > 0)
            .orElse(AFTER_REFUSAL);
    notBefore = context.loop().nanoTime() + wait.toNanos();
    if (refusal.isPresent()) {
      notices.add(Notice.Kind.TAKE_OVER_FAILED, "");
    }
  }
}
