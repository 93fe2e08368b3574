package app.rostrum.sdk.conversations;

import app.rostrum.sdk.sync.SyncClient;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way, one after another. One whose fate is unknown, because the connection was
 * lost or no answer came, is looked for in the list before it is sent again, under the same mark:
 * none is lost silently, none is stored twice. On the client's thread.
 */
final class Outbox {
  private static final int MOST = 1000;
  private static final Duration FIRST_WAIT = Duration.ofMillis(250);
  private static final Duration LAST_WAIT = Duration.ofSeconds(4);

  private static final class Letter {
    final String mutationId;
    final String body;
    final long deadline;
    final CompletableFuture<Message> future = new CompletableFuture<>();

    /** The message can only be after this one. */
    final long after;

    /** It may have been stored already. */
    boolean doubtful;

    int attempts;

    Letter(String mutationId, String body, long deadline, long after, boolean doubtful) {
      this.mutationId = mutationId;
      this.body = body;
      this.deadline = deadline;
      this.after = after;
      this.doubtful = doubtful;
    }
  }

  private final SyncClient sync;
  private final Commands commands;
  private final Timeline timeline;
  private final String identity;
  private final String address;
  private final Duration patience;

  /** By mark, the newest index when a message whose fate is unknown was first sent. */
  private final Map<String, Long> doubtful;

  private final ArrayDeque<Letter> queue = new ArrayDeque<>();
  private @Nullable Letter underWay;
  private boolean closed;

  /**
   * @param address where messages are sent to
   * @param patience after this a message is given up
   * @param doubtful marks of messages whose fate is unknown; outlives the conversation's opening
   */
  Outbox(
      SyncClient sync,
      Commands commands,
      Timeline timeline,
      String identity,
      String address,
      Duration patience,
      Map<String, Long> doubtful) {
    this.sync = sync;
    this.commands = commands;
    this.timeline = timeline;
    this.identity = identity;
    this.address = address;
    this.patience = patience;
    this.doubtful = doubtful;
  }

  CompletableFuture<Message> send(String mutationId, String body) {
    if (closed || queue.size() >= MOST) {
      return CompletableFuture.failedFuture(
          new ConversationsException(0, 0, closed ? "closed" : "too many messages are waiting"));
    }
    Long before = doubtful.remove(mutationId);
    var letter =
        new Letter(
            mutationId,
            body,
            System.nanoTime() + patience.toNanos(),
            before == null ? timeline.newest() : before,
            before != null);
    queue.add(letter);
    next();
    return letter.future;
  }

  /** A message of this end's own has come from the service. */
  void heard(Message message) {
    message
        .mutationId()
        .ifPresent(
            mark -> {
              for (Letter letter : queue) {
                if (letter.mutationId.equals(mark)) {
                  done(letter, message);
                  return;
                }
              }
              doubtful.remove(mark);
            });
  }

  private void next() {
    Letter letter = queue.peek();
    if (underWay != null || letter == null) {
      return;
    }
    underWay = letter;
    letter.attempts++;
    if (letter.doubtful) {
      timeline
          .find(identity, letter.mutationId, letter.after)
          .whenComplete(
              (found, failure) -> {
                if (letter != underWay) {
                  return;
                }
                if (failure != null) {
                  failed(letter, Commands.of(failure));
                } else if (found.isPresent()) {
                  done(letter, found.get());
                } else {
                  post(letter);
                }
              });
    } else {
      post(letter);
    }
  }

  private void post(Letter letter) {
    var json = new JsonObject();
    json.addProperty("body", letter.body);
    json.addProperty("attributes", Fields.attributes(letter.mutationId));
    commands
        .post(address, json, letter.mutationId)
        .whenComplete(
            (answer, failure) -> {
              if (letter != underWay) {
                return; // It has been heard of already.
              }
              if (failure != null) {
                failed(letter, Commands.of(failure));
                return;
              }
              OptionalLong index = Fields.number(answer, "index");
              if (index.isPresent()) {
                done(letter, sent(index.getAsLong(), letter, answer));
              } else {
                // Taken, but not said where it is: it is found in the list.
                failed(letter, new ConversationsException(0, 0, "no index", true));
              }
            });
  }

  private Message sent(long index, Letter letter, JsonObject answer) {
    Message message = Fields.sent(index, answer);
    return new Message(
        index,
        message.sid(),
        identity,
        message.body().isEmpty() ? letter.body : message.body(),
        message.created(),
        false,
        message.attributes(),
        Optional.of(letter.mutationId));
  }

  private void done(Letter letter, Message message) {
    queue.remove(letter);
    if (letter == underWay) {
      underWay = null;
    }
    letter.future.complete(message);
    next();
  }

  private void failed(Letter letter, ConversationsException failure) {
    boolean passing = failure.isPassing() || failure.status() == 0 || failure.status() == 401;
    // Too many requests: that one was refused for certain.
    letter.doubtful |= failure.isPassing() && failure.status() != 429;
    if (!passing || System.nanoTime() - letter.deadline >= 0) {
      giveUp(letter, failure);
      underWay = null;
      next();
      return;
    }
    long wait =
        Math.min(LAST_WAIT.toMillis(), FIRST_WAIT.toMillis() << Math.min(letter.attempts, 6));
    var unused =
        sync.after(
            Duration.ofMillis(wait),
            () -> {
              if (letter == underWay) {
                underWay = null;
                next();
              }
            });
  }

  private void giveUp(Letter letter, ConversationsException failure) {
    queue.remove(letter);
    if (letter.doubtful) {
      doubtful.put(letter.mutationId, letter.after);
    }
    letter.future.completeExceptionally(
        new ConversationsException(
            failure.status(),
            failure.code(),
            String.valueOf(failure.getMessage()),
            letter.doubtful));
  }

  void close() {
    closed = true;
    if (underWay != null) {
      underWay.doubtful = true;
      underWay = null;
    }
    while (!queue.isEmpty()) {
      giveUp(queue.peek(), new ConversationsException(0, 0, "closed"));
    }
  }
}
