package app.rostrum.cloud.conversations;

import app.rostrum.cloud.Sids;
import app.rostrum.threads.Timers;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * The clock, SIDs and threads that all users and conversations share.
 *
 * @param executor runs each task on a thread of its own
 * @param timers run their tasks on the executor
 */
record ChatContext(
    Clock clock, Sids sids, Executor executor, Timers timers, PresenceTiming presence) {

  /** Returns the time in milliseconds, which is as precise as it is stored. */
  Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  String nextSid(String prefix) {
    return sids.next(prefix);
  }
}
