package app.rostrum.server;

import app.rostrum.threads.Scheduler;
import com.google.gson.JsonObject;
import com.twilio.exception.TwilioException;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles send-reaction. The reactions in a stream are written into its document {@code reactions},
 * which everybody in it may read and only this backend writes. None of them is kept.
 */
final class Reactions {
  /** The reactions that there are. */
  static final Set<String> KINDS =
      Set.of("applause", "heart", "laugh", "thumbs_up", "wow", "celebrate");

  private static final Logger LOG = LoggerFactory.getLogger(Reactions.class);

  private final Dependencies dependencies;
  private final ReactionLimits limits;
  private final ReactionMessages messages;

  /**
   * @param timers run tasks that may wait for the services
   */
  Reactions(Dependencies dependencies, Scheduler timers) {
    this.dependencies = dependencies;
    this.limits = new ReactionLimits(dependencies.settings().clock());
    this.messages = new ReactionMessages(timers, this::write);
  }

  JsonObject send(Call call) {
    String identity = call.identity();
    String kind = call.reaction();
    StreamRecord stream = dependencies.streamNamed(call.streamName());
    dependencies.authority().requireSelf(call.request(), stream, identity);
    limits.take(stream.personKey(identity));
    messages.add(stream, identity, kind);
    var answer = new JsonObject();
    answer.addProperty("sent", true);
    return answer;
  }

  private void write(StreamRecord stream, Map<String, Object> message) {
    try {
      TwilioApi.ifThere(
          () ->
              dependencies
                  .sync()
                  .updateDocument(stream.syncServiceSid(), StreamRecord.REACTIONS, message));
    } catch (TwilioException e) {
      // The next ones will be shown.
      LOG.info("reactions in {} are lost: {}", stream.roomSid(), e.getMessage());
    }
  }
}
