package app.rostrum.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * The time by the server that answered last (RFC 9110, section 6.6.1), because this computer's may
 * be wrong: tokens seemed expired or good for another day, and a stream was on air since yesterday.
 * Thread-safe.
 */
public final class ServerClock extends Clock implements Interceptor {
  /** A difference up to this one may be the way of the answer, and changes nothing. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private final Clock computer;
  private volatile Duration ahead = Duration.ZERO;

  /**
   * @param computer this computer's clock
   */
  public ServerClock(Clock computer) {
    this.computer = computer;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    Instant date = response.headers().getInstant("Date");
    if (date != null) {
      Duration difference = Duration.between(computer.instant(), date);
      // A clock that is wrong by about the tolerance must not jump with each answer.
      if (isLong(difference.minus(ahead))) {
        ahead = isLong(difference) ? difference : Duration.ZERO;
      }
    }
    return response;
  }

  private static boolean isLong(Duration difference) {
    return difference.abs().compareTo(TOLERANCE) > 0;
  }

  @Override
  public Instant instant() {
    return computer.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return computer.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("a zone is for views");
  }
}
