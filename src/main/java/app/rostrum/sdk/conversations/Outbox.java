package app.rostrum.sdk.conversations;

import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.threads.Backoff;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages, one after another. If it is unknown whether a message was stored, because the
 * connection was lost or no answer came, it is searched for in the list before it is sent again
 * under the same mark: none is lost silently, none is stored twice. On the client's thread.
 */
final class Outbox {
  private static final int MOST = 1000;
  private static final Backoff.Policy POLICY =
      Backoff.Policy.doubling(Duration.ofMillis(500), Duration.ofSeconds(4));

  private static final class Draft {
    final String mutationId;
    final String body;
    final long deadline;
    final CompletableFuture<Message> future = new CompletableFuture<>();

    /** The index after which the message can only be. */
    final long after;

    /** True if the message may have been stored already. */
    boolean unconfirmed;

    Draft(String mutationId, String body, long deadline, long after, boolean unconfirmed) {
      this.mutationId = mutationId;
      this.body = body;
      this.deadline = deadline;
      this.after = after;
      this.unconfirmed = unconfirmed;
    }
  }

  private final SyncClient sync;
  private final Commands commands;
  private final Timeline timeline;
  private final String identity;
  private final String address;
  private final Duration patience;

  /** The newest index at the time when an unconfirmed message was first sent, by mark. */
  private final Map<String, Long> unconfirmed;

  private final Backoff backoff =
      new Backoff(POLICY, RandomGenerator.getDefault(), System::nanoTime);
  private final ArrayDeque<Draft> queue = new ArrayDeque<>();
  private @Nullable Draft underWay;
  private boolean closed;

  /**
   * @param address the address that messages are posted to
   * @param patience the time after which a message fails
   * @param unconfirmed the marks of failed messages that may have been stored; shared by all
   *     openings
   */
  Outbox(
      SyncClient sync,
      Commands commands,
      Timeline timeline,
      String identity,
      String address,
      Duration patience,
      Map<String, Long> unconfirmed) {
    this.sync = sync;
    this.commands = commands;
    this.timeline = timeline;
    this.identity = identity;
    this.address = address;
    this.patience = patience;
    this.unconfirmed = unconfirmed;
  }

  CompletableFuture<Message> send(String mutationId, String body) {
    if (closed || queue.size() >= MOST) {
      return CompletableFuture.failedFuture(
          new ConversationsException(0, 0, closed ? "closed" : "too many messages are waiting"));
    }
    Long before = unconfirmed.remove(mutationId);
    var draft =
        new Draft(
            mutationId,
            body,
            System.nanoTime() + patience.toNanos(),
            before == null ? timeline.newest() : before,
            before != null);
    queue.add(draft);
    next();
    return draft.future;
  }

  /** Completes the sending of one of the user's own messages, which came from the service. */
  void received(Message message) {
    message
        .mutationId()
        .ifPresent(
            mark -> {
              for (Draft draft : queue) {
                if (draft.mutationId.equals(mark)) {
                  done(draft, message);
                  return;
                }
              }
              unconfirmed.remove(mark);
            });
  }

  private void next() {
    Draft draft = queue.peek();
    if (underWay != null || draft == null) {
      return;
    }
    underWay = draft;
    if (draft.unconfirmed) {
      timeline
          .find(identity, draft.mutationId, draft.after)
          .whenComplete(
              (found, failure) -> {
                if (draft != underWay) {
                  return;
                }
                if (failure != null) {
                  failed(draft, Commands.toConversations(failure));
                } else if (found.isPresent()) {
                  done(draft, found.get());
                } else {
                  post(draft);
                }
              });
    } else {
      post(draft);
    }
  }

  private void post(Draft draft) {
    var json = new JsonObject();
    json.addProperty("body", draft.body);
    json.addProperty("attributes", ConversationFields.attributes(draft.mutationId));
    commands
        .post(address, json, draft.mutationId)
        .whenComplete(
            (answer, failure) -> {
              if (draft != underWay) {
                return; // The message has come to the listener already.
              }
              if (failure != null) {
                failed(draft, Commands.toConversations(failure));
                return;
              }
              OptionalLong index = ConversationFields.number(answer, "index");
              if (index.isPresent()) {
                done(draft, sent(index.getAsLong(), draft, answer));
              } else {
                // The message was accepted without an index: it is found in the list.
                failed(draft, new ConversationsException(0, 0, "no index", true));
              }
            });
  }

  private Message sent(long index, Draft draft, JsonObject answer) {
    Message message = ConversationFields.sent(index, answer);
    return new Message(
        index,
        message.sid(),
        identity,
        message.body().isEmpty() ? draft.body : message.body(),
        message.created(),
        false,
        message.attributes(),
        Optional.of(draft.mutationId));
  }

  private void done(Draft draft, Message message) {
    queue.remove(draft);
    if (draft == underWay) {
      underWay = null;
    }
    backoff.reset();
    draft.future.complete(message);
    next();
  }

  private void failed(Draft draft, ConversationsException failure) {
    boolean temporary = failure.isTemporary() || failure.status() == 0 || failure.status() == 401;
    // Status 429 is a refusal for certain.
    draft.unconfirmed |= failure.isTemporary() && failure.status() != 429;
    if (!temporary || System.nanoTime() - draft.deadline >= 0) {
      giveUp(draft, failure);
      underWay = null;
      next();
      return;
    }
    sync.after(
        backoff.next().orElse(POLICY.longest()),
        () -> {
          if (draft == underWay) {
            underWay = null;
            next();
          }
        });
  }

  private void giveUp(Draft draft, ConversationsException failure) {
    queue.remove(draft);
    if (draft.unconfirmed) {
      unconfirmed.put(draft.mutationId, draft.after);
    }
    draft.future.completeExceptionally(
        new ConversationsException(
            failure.status(),
            failure.code(),
            String.valueOf(failure.getMessage()),
            draft.unconfirmed));
  }

  void close() {
    closed = true;
    if (underWay != null) {
      underWay.unconfirmed = true;
      underWay = null;
    }
    while (!queue.isEmpty()) {
      giveUp(queue.peek(), new ConversationsException(0, 0, "closed"));
    }
  }
}
