package app.rostrum.backend;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the backend refuses a call or cannot be reached. The message is the stable phrase
 * that a program may compare; the explanation is for people.
 */
public final class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Kinds of failures, by what a person can do about them. */
  public enum Kind {
    /** 401: wrong or expired passcode. */
    PASSCODE,
    /** 403: not allowed. */
    FORBIDDEN,
    /** 404 or an answer that is not the API's: the address is wrong. */
    WRONG_ADDRESS,
    /** 429: wait. */
    TOO_MANY_ATTEMPTS,
    /** 400: a parameter is refused. */
    INVALID,
    /** 5xx with the API's error shape, see the message ("error finding room", …). */
    REFUSED,
    /** No connection, or no answer in time. */
    UNREACHABLE,
    /** 5xx without the API's error shape, or an answer that cannot be read. */
    SERVER_ERROR
  }

  private final Kind kind;
  private final String explanation;
  private final Duration retryAfter;

  public BackendException(
      Kind kind, String message, String explanation, @Nullable Throwable cause) {
    this(kind, message, explanation, Duration.ZERO, cause);
  }

  /**
   * @param retryAfter the time that the backend wants to pass before the next call; zero if it
   *     named none
   */
  public BackendException(
      Kind kind,
      String message,
      String explanation,
      Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.explanation = explanation;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  public String explanation() {
    return explanation;
  }

  /**
   * Returns the time to wait before the next call ({@code Retry-After}), at most 5 minutes; zero if
   * the backend named none.
   */
  public Duration retryAfter() {
    return retryAfter;
  }
}
