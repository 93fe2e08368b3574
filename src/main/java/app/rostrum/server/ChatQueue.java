package app.rostrum.server;

import com.twilio.exception.ApiException;
import com.twilio.exception.TwilioException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues before the chats of streams. A chat that is full, or fails, keeps nobody out of the
 * stream: the person comes in without it, and is let into the chat as soon as it takes them, in the
 * order of coming. Thread-safe. Kept in memory only: after a restart, who was waiting joins the
 * chat with the next join of the stream.
 */
final class ChatQueue {
  private static final Logger LOG = LoggerFactory.getLogger(ChatQueue.class);

  private record Queue(StreamRecord stream, Set<String> identities) {
    static Queue before(StreamRecord stream) {
      return new Queue(stream, Collections.synchronizedSet(new LinkedHashSet<>()));
    }
  }

  private final ConversationsApi conversations;
  private final Map<String, Queue> byRoom = new ConcurrentHashMap<>();

  ChatQueue(ConversationsApi conversations) {
    this.conversations = conversations;
  }

  /** Adds a person to the chat, if the stream has one, or to the queue before it. */
  void enter(StreamRecord stream, String identity) {
    stream
        .chatServiceSid()
        .ifPresent(
            service -> {
              try {
                conversations.join(service, stream.roomSid(), identity);
              } catch (TwilioException e) {
                wait(stream, identity, e);
              }
            });
  }

  private void wait(StreamRecord stream, String identity, TwilioException why) {
    Queue queue =
        byRoom.computeIfAbsent(
            stream.roomSid(),
            room -> {
              LOG.warn("the chat of {} takes nobody for now: {}", room, why.toString());
              return Queue.before(stream);
            });
    queue.identities().add(identity);
  }

  /** Lets people in until a chat takes no more. */
  void letIn() {
    for (Queue queue : byRoom.values()) {
      String service = queue.stream().chatServiceSid().orElseThrow();
      try {
        for (String identity : waiting(queue)) {
          conversations.join(service, queue.stream().roomSid(), identity);
          queue.identities().remove(identity);
        }
      } catch (ApiException e) {
        if (TwilioApi.isNotFound(e)) {
          ended(queue.stream());
        }
      } catch (TwilioException e) {
        LOG.debug("the chat of {} still takes nobody", queue.stream().roomSid(), e);
      }
    }
  }

  private static List<String> waiting(Queue queue) {
    synchronized (queue.identities()) {
      return List.copyOf(queue.identities());
    }
  }

  /** Gives up the place of a person who has left, in the chat or before it. */
  void leave(StreamRecord stream, String identity) {
    Queue queue = byRoom.get(stream.roomSid());
    if (queue != null) {
      queue.identities().remove(identity);
    }
    stream
        .chatServiceSid()
        .ifPresent(service -> conversations.leave(service, stream.roomSid(), identity));
  }

  void ended(StreamRecord stream) {
    byRoom.remove(stream.roomSid());
  }
}
