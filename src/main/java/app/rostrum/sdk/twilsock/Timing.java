package app.rostrum.sdk.twilsock;

import java.time.Duration;

/**
 * Timeouts and retry delays of a client.
 *
 * @param connect from opening the socket until it is open, and from there until the server has
 *     accepted the token
 * @param request from asking until the answer; a request that waits for a connection has as much
 *     for that
 * @param silence time without any frame after which a connection counts as lost; Twilio pings about
 *     every 30 s, the embedded cloud every 5 s
 * @param firstRetry the longest wait before the first reconnection; it doubles with each one until
 *     a connection has lasted for 30 s
 * @param lastRetry the longest wait between two attempts, unless the server asks for more
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
