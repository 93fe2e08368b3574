package app.rostrum.stream;

import app.rostrum.threads.Backoff;
import app.rostrum.threads.Timers.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * This person's place in the list of listeners. The backend puts people there when asked and takes
 * them out when Sync's connection has been lost for long, so it is asked again after every drop and
 * whenever the place turns out to be gone. On the loop only.
 */
final class Presence {
  /** So that two who contend for one name do not keep the backend busy. */
  private static final Duration SPACING = Duration.ofSeconds(2);

  private final SessionContext context;
  private final Backoff backoff;
  private boolean seated;
  private boolean inFlight;
  private boolean again;
  private long lastAsked;
  private @Nullable Timer timer;

  Presence(SessionContext context) {
    this.context = context;
    this.backoff = context.backoff(Duration.ofSeconds(15));
    this.lastAsked = context.loop().nanoTime() - SPACING.toNanos();
  }

  /** The player plays. */
  void arrived(String token) {
    seated = true;
    ask(token);
  }

  void left() {
    seated = false;
    again = false;
    cancel();
  }

  /** The place may be gone, or is. */
  void doubtful() {
    if (!seated) {
      return;
    }
    if (inFlight) {
      again = true;
      return;
    }
    long sinceLast = context.loop().nanoTime() - lastAsked;
    retryAfter(Duration.ofNanos(Math.max(0, SPACING.toNanos() - sinceLast)));
  }

  /**
   * The wait is over.
   *
   * @param listed whether the list has this person meanwhile, so that there is nothing to ask
   */
  void due(String token, boolean listed) {
    timer = null;
    if (seated && !inFlight && !listed) {
      ask(token);
    }
  }

  void answered(boolean succeeded) {
    inFlight = false;
    if (succeeded) {
      backoff.connected();
    }
    if (!seated) {
      return;
    }
    if (!succeeded) {
      backoff.next().ifPresent(this::retryAfter);
    } else if (again) {
      again = false;
      doubtful();
    }
  }

  private void ask(String token) {
    cancel();
    inFlight = true;
    again = false;
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
