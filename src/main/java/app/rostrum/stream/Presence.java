package app.rostrum.stream;

import app.rostrum.backend.BackendException;
import app.rostrum.threads.Backoff;
import app.rostrum.threads.Timers.Timer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This person's entry in the list of listeners. The backend adds it when asked and removes it when
 * Sync's connection has been lost for long, so it is asked again after every drop and whenever the
 * entry turns out to be missing. On the loop only.
 */
final class Presence {
  /**
   * The shortest time between two calls, so that two contenders for a name cannot cause a flood.
   */
  private static final Duration SPACING = Duration.ofSeconds(2);

  private final SessionContext context;
  private final Backoff backoff;
  private boolean seated;
  private boolean inFlight;
  private boolean askAgain;
  private long lastAsked;
  private @Nullable Timer timer;

  Presence(SessionContext context) {
    this.context = context;
    this.backoff = context.backoff(Duration.ofSeconds(15));
    this.lastAsked = context.loop().nanoTime() - SPACING.toNanos();
  }

  /** Asks for the entry, as the player plays. */
  void arrived(String token) {
    seated = true;
    ask(token);
  }

  void left() {
    seated = false;
    askAgain = false;
    cancel();
  }

  /** Asks for the entry again soon, as it is or may be missing. */
  void doubtful() {
    if (!seated) {
      return;
    }
    if (inFlight) {
      askAgain = true;
      return;
    }
    long sinceLast = context.loop().nanoTime() - lastAsked;
    retryAfter(Duration.ofNanos(Math.max(0, SPACING.toNanos() - sinceLast)));
  }

  /**
   * Asks for the entry, unless it exists.
   *
   * @param listed whether the list has this person meanwhile
   */
  void due(String token, boolean listed) {
    timer = null;
    if (seated && !inFlight && !listed) {
      ask(token);
    }
  }

  /**
   * Takes the backend's answer.
   *
   * @param refusal empty for success
   */
  void answered(Optional<BackendException> refusal) {
    boolean succeeded = refusal.isEmpty();
    inFlight = false;
    if (succeeded) {
      backoff.connected();
    }
    if (!seated) {
      return;
    }
    if (refusal.isPresent()) {
      Duration atLeast = refusal.get().retryAfter();
      backoff.next(atLeast).ifPresent(this::retryAfter);
    } else if (askAgain) {
      askAgain = false;
      doubtful();
    }
  }

  private void ask(String token) {
    cancel();
    inFlight = true;
    askAgain = false;
    lastAsked = context.loop().nanoTime();
    context.call(
        new Event.Action.Presence(),
        backend ->
            backend.viewerConnectedToPlayer(context.identity(), context.streamName(), token));
  }

  private void retryAfter(Duration wait) {
    if (timer == null) {
      timer = context.after(wait, new Event.TimeUp.Presence());
    }
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
