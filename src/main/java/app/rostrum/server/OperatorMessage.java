package app.rostrum.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The message of the server's operator to everybody, until its end. Kept in memory. Thread-safe.
 */
final class OperatorMessage {
  private final Clock clock;
  private String text = "";
  private Instant ends = Instant.MIN;

  OperatorMessage(Clock clock) {
    this.clock = clock;
  }

  synchronized void set(String message, Duration time) {
    text = message;
    ends = clock.instant().plus(time);
  }

  /** Returns the message; empty if there is none now. */
  synchronized String text() {
    return clock.instant().isBefore(ends) ? text : "";
  }

  /** Forgets a message that is over; returns whether there was one. */
  synchronized boolean isOver() {
    boolean over = !text.isEmpty() && !clock.instant().isBefore(ends);
    if (over) {
      text = "";
    }
    return over;
  }
}
