package app.rostrum.cloud.sync;

import app.rostrum.cloud.TokenBucket;
import app.rostrum.wire.sync.SyncEvent;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * A stream: messages that reach the current subscribers and are not stored. As with Twilio, there
 * are no permissions: every identity of the service may subscribe and publish; only the backend and
 * the creator may delete it.
 */
public final class HostedStream extends HostedObject {
  private static final int MESSAGES_PER_SECOND = 30;
  private static final int BURST = 10 * MESSAGES_PER_SECOND;

  private final TokenBucket messages;

  HostedStream(ServiceContext context, ObjectState state) {
    super(context, ObjectKind.STREAM, state);
    this.messages = new TokenBucket(context.clock(), MESSAGES_PER_SECOND, BURST);
  }

  /**
   * Sends a message to the subscribers; 429 with code 54009 beyond 30 a second.
   *
   * @return the message's SID
   */
  public String publish(Caller caller, JsonObject data) {
    Limits.checkMessage(data);
    lock.lock();
    try {
      checkAlive();
      require(caller, Permission.Right.WRITE);
      if (!messages.take()) {
        throw SyncRefusals.tooMany("messages");
      }
      String sid = context.sids().next("TZ");
      // The number orders messages among subscribers; it is not stored either.
      state(state().passed(nextEventId()));
      fanout.publish(
          new SyncEvent.StreamMessagePublished(
              state().lastEventId(), sid(), sid, data, context.now()));
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
  SyncEvent.Change deletedEvent(long id, Instant now) {
    return new SyncEvent.StreamRemoved(id, sid(), now);
  }
}
