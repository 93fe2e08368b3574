package app.rostrum.sdk.twilsock;

import java.time.Duration;

/**
 * How patient a client is.
 *
 * @param connect from the first packet until the server has accepted the token
 * @param request from asking until the answer, waiting for a connection included
 * @param silence without any frame after which a connection counts as lost; Twilio pings about
 *     every 30 s, our cloud every 5 s
 * @param firstRetry before the first reconnection; doubles with each failure
 * @param lastRetry the longest wait between two attempts
 */
public record Timing(
    Duration connect, Duration request, Duration silence, Duration firstRetry, Duration lastRetry) {
  public static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMillis(500),
          Duration.ofSeconds(8));
}
