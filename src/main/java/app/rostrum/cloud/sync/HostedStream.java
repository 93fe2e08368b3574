package app.rostrum.cloud.sync;

import app.rostrum.cloud.TokenBucket;
import app.rostrum.wire.sync.SyncEvent;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * A stream: messages that reach who listens at the moment and are kept nowhere. There are no
 * permissions on streams, as Twilio has none: every identity of the service may listen and publish;
 * only the backend and who made it may delete it.
 */
public final class HostedStream extends HostedObject {
  private static final int MESSAGES_PER_SECOND = 30;
  private static final int BURST = 10 * MESSAGES_PER_SECOND;

  private final TokenBucket rate;

  HostedStream(HostedService service, ObjectState state) {
    super(service, ObjectKind.STREAM, state);
    this.rate = new TokenBucket(service.home().clock(), MESSAGES_PER_SECOND, BURST);
  }

  /**
   * Sends a message to those who listen; 429 with code 54009 if too many come.
   *
   * @return the message's SID
   */
  public String publish(Caller caller, JsonObject data) {
    Limits.checkMessage(data);
    lock.lock();
    try {
      checkAlive();
      require(caller, Permission.Right.WRITE);
      if (!rate.take()) {
        throw SyncRefusals.tooMany("messages");
      }
      String sid = service.home().sids().next("TZ");
      // The number orders messages among subscribers; it is not kept either.
      state(state().passed(nextEventId()));
      fanout.publish(
          new SyncEvent.StreamMessagePublished(
              state().lastEventId(), sid(), sid, data, service.now()));
      return sid;
    } finally {
      lock.unlock();
    }
  }

  @Override
  boolean allows(String identity, Permission.Right right) {
    return right != Permission.Right.MANAGE || super.allows(identity, right);
  }

  @Override
  boolean canReplayFrom(long since) {
    return true;
  }

  @Override
  List<SyncEvent.Change> eventsAfter(long since) {
    return List.of();
  }

  @Override
  long forgottenEventId() {
    return -1;
  }

  @Override
  SyncEvent.Change removal(long id, Instant now) {
    return new SyncEvent.StreamRemoved(id, sid(), now);
  }
}
