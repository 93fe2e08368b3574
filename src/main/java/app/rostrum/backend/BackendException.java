package app.rostrum.backend;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the backend refuses a call or cannot be reached. The message is the stable phrase
 * that a program may compare; the explanation is for people.
 */
public final class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The message of a server that restarts and will be back in a moment. */
  public static final String SERVER_RESTARTING = "server restarting";

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
    /** No connection, for a reason that is none of the following ones. */
    UNREACHABLE,
    /** The network knows no server of this name. */
    NAME_NOT_FOUND,
    /** The machine is there, but nothing listens at the port. */
    CONNECTION_REFUSED,
    /** No answer in time. */
    NO_ANSWER,
    /** The server redirects to another host or path. */
    REDIRECTED,
    /** The certificate's issuer is not trusted. */
    CERTIFICATE_UNTRUSTED,
    /** The certificate has expired. */
    CERTIFICATE_EXPIRED,
    /** The certificate names another host. */
    CERTIFICATE_OF_OTHER_HOST,
    /** Another computer answers than the one whose fingerprint the invitation has. */
    OTHER_COMPUTER,
    /** The certificate is not valid yet; usually this computer's clock is slow. */
    CLOCK_WRONG,
    /** TLS failed otherwise, for example because the server speaks plain HTTP. */
    NOT_HTTPS,
    /** 5xx without the API's error shape, or an answer that cannot be read. */
    SERVER_ERROR
  }

  private final Kind kind;
  private final String explanation;
  private final Duration retryAfter;
  private final String server;

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
    this(kind, message, explanation, retryAfter, "", cause);
  }

  private BackendException(
      Kind kind,
      String message,
      String explanation,
      Duration retryAfter,
      String server,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.explanation = explanation;
    this.retryAfter = retryAfter;
    this.server = server;
  }

  /** Creates the exception for a fault of the network on the way to a server. */
  public static BackendException ofNetwork(
      Kind kind, String message, String explanation, String server, @Nullable Throwable cause) {
    return new BackendException(kind, message, explanation, Duration.ZERO, server, cause);
  }

  public Kind kind() {
    return kind;
  }

  public String explanation() {
    return explanation;
  }

  /** Returns the host or the address that a fault of the network concerns; else empty. */
  public String server() {
    return server;
  }

  /** Returns whether the call may have been carried out although no answer says so. */
  public boolean answerLost() {
    return switch (kind) {
      case NO_ANSWER, UNREACHABLE, SERVER_ERROR -> true;
      default -> false;
    };
  }

  /**
   * Returns the time to wait before the next call ({@code Retry-After}), at most 5 minutes; zero if
   * the backend named none.
   */
  public Duration retryAfter() {
    return retryAfter;
  }
}
