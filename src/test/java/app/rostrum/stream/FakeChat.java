package app.rostrum.stream;

import app.rostrum.sdk.conversations.Conversation;
import app.rostrum.sdk.conversations.ConversationsClient;
import app.rostrum.sdk.conversations.ConversationsException;
import app.rostrum.sdk.conversations.Message;
import app.rostrum.sdk.conversations.Participant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A conversation in memory, to which a test adds the messages of others. */
final class FakeChat implements SdkClients.ChatHandle, Conversation {
  final TreeMap<Long, Message> stored = new TreeMap<>();
  final Map<String, String> sent = new LinkedHashMap<>();
  final List<String> tokens = new ArrayList<>();
  final List<Long> read = new ArrayList<>();
  int connections;
  int openings;
  int closed;
  int reconnects;
  int typed;
  boolean opens = true;
  boolean answersSends = true;
  boolean tellsOwn = true;
  OptionalLong lastRead = OptionalLong.empty();
  State conversationState = State.ACTIVE;
  @Nullable RuntimeException refusal;
  @Nullable RuntimeException sendRefusal;
  @Nullable RuntimeException changeRefusal;
  CompletableFuture<Page> loading = new CompletableFuture<>();
  @Nullable RuntimeException throwing;
  @Nullable Error breaking;
  private ConversationsClient.@Nullable Listener connection;
  private Conversation.@Nullable Listener listener;
  private String self = "";
  private long next;

  void connect(String token, ConversationsClient.Listener heard) {
    connections++;
    tokens.add(token);
    connection = heard;
    heard.onState(ConversationsClient.State.CONNECTED);
  }

  void connection(ConversationsClient.State state) {
    if (connection != null) {
      connection.onState(state);
    }
  }

  void tokenAboutToExpire() {
    if (connection != null) {
      connection.onTokenAboutToExpire();
    }
  }

  ConversationsClient.Listener connection() {
    return Objects.requireNonNull(connection);
  }

  Conversation.Listener listener() {
    return Objects.requireNonNull(listener);
  }

  FakeChat as(String identity) {
    self = identity;
    return this;
  }

  static Message message(long index, String author, String body, String mutationId) {
    return new Message(
        index,
        "IM" + index,
        author,
        body,
        Instant.EPOCH.plusSeconds(index),
        false,
        "{}",
        mutationId.isEmpty() ? Optional.empty() : Optional.of(mutationId));
  }

  /** Adds a message by another person. */
  Message say(String author, String body) {
    return store(author, body, "", true);
  }

  /** Adds a message without an event. */
  Message store(String author, String body) {
    return store(author, body, "", false);
  }

  private Message store(String author, String body, String mutationId, boolean told) {
    Message message = message(next++, author, body, mutationId);
    stored.put(message.index(), message);
    if (told && listener != null) {
      listener.onMessageAdded(message);
    }
    return message;
  }

  @Override
  public CompletableFuture<Conversation> open(
      String name, int pageSize, Conversation.Listener heard) {
    openings++;
    if (!name.equals("RM1")) {
      throw new AssertionError(name);
    }
    if (refusal != null) {
      return CompletableFuture.failedFuture(refusal);
    }
    if (!opens) {
      return new CompletableFuture<>();
    }
    listener = heard;
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public CompletableFuture<Void> updateToken(String token) {
    tokens.add(token);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public String sid() {
    return "CH1";
  }

  @Override
  public String uniqueName() {
    return "RM1";
  }

  @Override
  public State state() {
    return conversationState;
  }

  @Override
  public Page newest() {
    return page(Long.MAX_VALUE, 30);
  }

  private Page page(long before, int size) {
    var older = new ArrayList<>(stored.headMap(before, false).values());
    int from = Math.max(0, older.size() - size);
    return new Page(List.copyOf(older.subList(from, older.size())), from > 0);
  }

  @Override
  public CompletableFuture<Page> earlier(long index, int size) {
    if (!loading.isDone()) {
      return loading;
    }
    return CompletableFuture.completedFuture(page(index, size));
  }

  @Override
  public CompletableFuture<Message> send(String mutationId, String body) {
    if (throwing != null) {
      throw throwing;
    }
    if (breaking != null) {
      throw breaking;
    }
    if (sendRefusal != null) {
      return CompletableFuture.failedFuture(sendRefusal);
    }
    if (sent.putIfAbsent(mutationId, body) == null) {
      Message message = store(self, body, mutationId, tellsOwn);
      return answersSends ? CompletableFuture.completedFuture(message) : new CompletableFuture<>();
    }
    return stored.values().stream()
        .filter(m -> m.mutationId().equals(Optional.of(mutationId)))
        .findFirst()
        .map(CompletableFuture::completedFuture)
        .orElseThrow();
  }

  @Override
  public CompletableFuture<Void> edit(Message message, String body) {
    if (changeRefusal != null) {
      return CompletableFuture.failedFuture(changeRefusal);
    }
    Message old = stored.get(message.index());
    if (old == null) {
      return CompletableFuture.failedFuture(new ConversationsException(404, 0, "gone"));
    }
    var edited =
        new Message(
            old.index(),
            old.sid(),
            old.author(),
            body,
            old.created(),
            true,
            old.attributes(),
            old.mutationId());
    stored.put(old.index(), edited);
    listener().onMessageUpdated(edited);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> remove(Message message) {
    if (changeRefusal != null) {
      return CompletableFuture.failedFuture(changeRefusal);
    }
    stored.remove(message.index());
    listener().onMessageRemoved(message.index());
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void typing() {
    typed++;
  }

  @Override
  public OptionalLong lastReadMessageIndex() {
    return lastRead;
  }

  @Override
  public CompletableFuture<Void> setLastReadMessageIndex(long index) {
    read.add(index);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<OptionalLong> unreadMessagesCount() {
    return CompletableFuture.completedFuture(OptionalLong.empty());
  }

  @Override
  public CompletableFuture<List<Participant>> participants() {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public void reconnect() {
    reconnects++;
  }

  @Override
  public void close() {
    closed++;
  }
}
