package app.rostrum.rtc.sctp;

import app.rostrum.wire.sctp.Chunk;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/**
 * Detection of another end that answers no more: retransmissions and heartbeats without an answer
 * are counted (RFC 9260, sections 8.1 and 8.3). All times are nanoseconds.
 */
final class FailureDetection {
  private static final int MAX_UNANSWERED = 10;
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(15);

  private final SecureRandom random;
  private int unanswered;
  private long heartbeatAt = Inbound.NEVER;
  private long nonce;

  FailureDetection(SecureRandom random) {
    this.random = random;
  }

  /** Begins anew, with an association that has just been established. */
  void begin(long now) {
    unanswered = 0;
    nonce = 0;
    heartbeatAt = now + INTERVAL;
  }

  void stop() {
    heartbeatAt = Inbound.NEVER;
  }

  /** Notes that the other end has acknowledged something. */
  void answered() {
    unanswered = 0;
  }

  /** Notes that an answer did not come in time. */
  void timedOut() {
    unanswered++;
  }

  /** Returns whether the other end is to be taken for gone. */
  boolean hasFailed() {
    return unanswered > MAX_UNANSWERED;
  }

  long heartbeatAt() {
    return heartbeatAt;
  }

  /** Puts the next heartbeat off, by an interval and the time that an answer may take. */
  void postpone(long now, RoundTrip roundTrip) {
    heartbeatAt = now + INTERVAL + roundTrip.timeout();
  }

  /** Returns a heartbeat to be sent; one before it that has no answer yet counts as unanswered. */
  Chunk.Heartbeat heartbeat(long now) {
    if (nonce != 0) {
      timedOut();
    }
    nonce = random.nextLong() | 1;
    byte[] info = ByteBuffer.allocate(16).putLong(nonce).putLong(now).array();
    return new Chunk.Heartbeat(false, info);
  }

  /** Takes the answer to a heartbeat, if it is one to the last; it measures the round trip. */
  void onAcknowledged(byte[] info, long now, RoundTrip roundTrip) {
    if (nonce != 0 && info.length == 16 && ByteBuffer.wrap(info).getLong() == nonce) {
      nonce = 0;
      answered();
      roundTrip.measured(Math.max(0, now - ByteBuffer.wrap(info).getLong(8)));
    }
  }
}
