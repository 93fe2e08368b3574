package app.rostrum.stream;

import app.rostrum.threads.Backoff;
import app.rostrum.threads.Timers.Timer;
import app.rostrum.wire.token.AccessToken;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Plans the renewal of the access token: well before it expires, soon when a client warns that it
 * is about to, and again after a failure. The renewal itself is a join call in the same role. On
 * the loop only.
 */
final class TokenRenewal {
  /** The time before the end at which it is renewed; a short life is used for three quarters. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  private static final Duration SHORTEST = Duration.ofSeconds(2);

  /** The shortest time between two calls: several clients may warn at once. */
  private static final Duration SPACING = Duration.ofSeconds(5);

  private final SessionContext context;
  private final Backoff backoff;
  private long call;
  private long lastAsked;
  private @Nullable Timer timer;

  TokenRenewal(SessionContext context) {
    this.context = context;
    this.backoff = context.backoff(Duration.ofSeconds(60));
    this.lastAsked = context.loop().nanoTime() - SPACING.toNanos();
  }

  /** Plans the renewal of a new token, whichever call brought it. */
  void fresh(String token) {
    call = 0;
    backoff.connected();
    AccessToken.readExpiry(token)
        .ifPresent(
            expiry -> {
              Duration left = Duration.between(context.clock().instant(), expiry);
              if (left.isNegative()) {
                // A new token has not expired: this clock is wrong. The server will warn.
                wait(MARGIN);
                return;
              }
              Duration margin = left.dividedBy(4);
              margin = margin.compareTo(MARGIN) > 0 ? MARGIN : margin;
              // Spread, because all who came at the start would come back at the same moment.
              long spread = Math.max(1, margin.toMillis() / 4);
              Duration wait = left.minus(margin).minusMillis(context.random().nextLong(spread));
              // A wrong clock must not make us ask without end.
              wait(wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait);
            });
  }

  static boolean expired(String token, Instant now) {
    return AccessToken.readExpiry(token).map(expiry -> !now.isBefore(expiry)).orElse(false);
  }

  /** Renews the token as soon as the spacing allows. */
  void soon() {
    if (call == 0) {
      long sinceLast = context.loop().nanoTime() - lastAsked;
      wait(Duration.ofNanos(Math.max(0, SPACING.toNanos() - sinceLast)));
    }
  }

  /** Plans a renewal anew by the clock, which goes on in a sleep while timers stand still. */
  void awake(String token) {
    if (timer == null) {
      return; // One is under way, or another join call is.
    }
    if (expired(token, context.clock().instant().plus(MARGIN))) {
      soon();
    } else {
      fresh(token);
    }
  }

  /** Puts the renewal off. */
  void postpone(Duration wait) {
    wait(wait);
  }

  void asked(long call) {
    cancel();
    this.call = call;
    lastAsked = context.loop().nanoTime();
  }

  boolean isMine(long call) {
    return this.call != 0 && this.call == call;
  }

  /**
   * Plans another attempt.
   *
   * @param atLeast the least wait before it
   */
  void failed(Duration atLeast) {
    call = 0;
    backoff.next(atLeast).ifPresent(this::wait);
  }

  /** Cancels the renewal, as another join call is under way and will bring a token. */
  void suspend() {
    call = 0;
    cancel();
  }

  private void wait(Duration wait) {
    cancel();
    timer = context.after(wait.isNegative() ? Duration.ZERO : wait, new Event.TimeUp.Renewal());
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
