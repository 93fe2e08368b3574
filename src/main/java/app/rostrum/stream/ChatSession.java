package app.rostrum.stream;

import app.rostrum.backend.StreamCredentials;
import app.rostrum.sdk.conversations.Conversation;
import app.rostrum.sdk.conversations.Message;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chat of a session: sends this person's messages, takes those of the conversation, and makes
 * the {@link Chat} of both. A failure here does not affect the session. On the loop only.
 */
final class ChatSession {
  private static final Logger log = LoggerFactory.getLogger(ChatSession.class);
  private static final int TYPING_SHOWN = 20;

  /** The longest wait for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final SessionContext context;
  private final Notices notices;
  private final Runnable renewToken;
  private final ChatLink link;
  private final ChatLog chatLog;
  private final ReadHorizon horizon;
  private boolean loadingEarlier;
  private List<String> typing = List.of();

  /**
   * @param renewToken asks for a new token
   */
  ChatSession(SessionContext context, Notices notices, Runnable renewToken) {
    this.context = context;
    this.notices = notices;
    this.renewToken = renewToken;
    this.link = new ChatLink(context);
    this.chatLog = new ChatLog(context.identity());
    this.horizon = new ReadHorizon(context, link, chatLog);
  }

  /** Connects with the first credentials; takes over the token of later ones. */
  void use(StreamCredentials credentials) {
    guarded(() -> link.use(credentials));
  }

  Chat snapshot() {
    Chat.Access access = link.access();
    if (access == Chat.Access.OFF) {
      return Chat.OFF;
    }
    return new Chat(
        access,
        chatLog.messages(),
        chatLog.earlierExist(),
        loadingEarlier,
        typing,
        chatLog.unread());
  }

  /** Connects anew at once, because the connection is probably broken. */
  void reconnect() {
    link.reconnect();
  }

  /** Ends the chat and returns the client to close. */
  Optional<AutoCloseable> end() {
    guarded(horizon::end);
    chatLog.sending().forEach(entry -> chatLog.failed(entry.id));
    loadingEarlier = false;
    typing = List.of();
    return link.end();
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      log.warn("the chat of {} failed", context.streamName(), e);
      link.broken(e);
      loadingEarlier = false;
    }
  }

  // From this person.

  void on(Event.Command.ChatCommand command) {
    guarded(() -> take(command));
  }

  private void take(Event.Command.ChatCommand command) {
    switch (command) {
      case Event.Command.ChatCommand.Send(String text) -> noticeUnless(write(text));
      case Event.Command.ChatCommand.SendAgain(long id) -> noticeUnless(writeAgain(id));
      case Event.Command.ChatCommand.Discard(long id) -> noticeUnless(chatLog.discard(id));
      case Event.Command.ChatCommand.Edit(long id, String text) -> noticeUnless(edit(id, text));
      case Event.Command.ChatCommand.Remove(long id) -> noticeUnless(remove(id));
      case Event.Command.ChatCommand.LoadEarlier() -> noticeUnless(loadEarlier());
      case Event.Command.ChatCommand.Typing() -> {
        if (link.access() == Chat.Access.OPEN) {
          link.conversation().ifPresent(Conversation::typing);
        }
      }
      case Event.Command.ChatCommand.Seen(boolean visible) -> horizon.follow(visible);
    }
  }

  private void noticeUnless(boolean done) {
    if (!done) {
      notices.add(Notice.Kind.ACTION_FAILED, "");
    }
  }

  private static boolean sendable(String text) {
    return !text.isBlank() && text.length() <= Chat.MAX_LENGTH;
  }

  private boolean write(String text) {
    if (!sendable(text) || !writable()) {
      return false;
    }
    Optional<ChatLog.Entry> entry =
        chatLog.write(text, context.clock().instant(), UUID.randomUUID().toString());
    entry.ifPresent(this::send);
    return entry.isPresent();
  }

  private boolean writable() {
    return link.access() != Chat.Access.OFF && link.access() != Chat.Access.CLOSED;
  }

  private boolean writeAgain(long id) {
    Optional<ChatLog.Entry> entry =
        chatLog
            .outgoing(id)
            .filter(failed -> failed.delivery() == Chat.Delivery.FAILED && writable());
    entry.ifPresent(
        failed -> {
          chatLog.sendingAgain(id);
          send(failed);
        });
    return entry.isPresent();
  }

  /** Sends a message, or leaves it until the conversation is open. */
  private void send(ChatLog.Entry entry) {
    long id = entry.id;
    link.conversation()
        .ifPresentOrElse(
            open ->
                awaited(open.send(entry.mutationId, entry.text()))
                    .whenComplete(
                        (message, failure) ->
                            context.post(
                                failure == null
                                    ? new Event.ChatNews.Sent(id, message)
                                    : new Event.ChatNews.NotSent(id, failure))),
            link::retry);
  }

  private static <T> CompletableFuture<T> awaited(CompletableFuture<T> answer) {
    return answer.copy().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private boolean edit(long id, String text) {
    return sendable(text)
        && change(
            id,
            entry -> {
              chatLog.editing(entry, text);
              return (open, message) -> open.edit(message, text);
            });
  }

  private boolean remove(long id) {
    return change(
        id,
        entry -> {
          chatLog.removing(entry);
          return Conversation::remove;
        });
  }

  private interface Change {
    CompletableFuture<Void> apply(Conversation open, Message message);
  }

  /** Changes a message that the service has. Shown at once, and taken back if that fails. */
  private boolean change(long id, Function<ChatLog.Entry, Change> change) {
    Optional<ChatLog.Entry> entry = chatLog.own(id);
    Optional<Conversation> open = link.conversation();
    Optional<Message> message = entry.flatMap(ChatLog.Entry::message);
    if (open.isEmpty() || message.isEmpty() || !writable()) {
      return false;
    }
    Change chosen = change.apply(entry.orElseThrow());
    awaited(chosen.apply(open.get(), message.get()))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                context.post(new Event.ChatNews.NotChanged(id, failure));
              }
            });
    return true;
  }

  /** Fetches older messages, or does so once the conversation is open again. */
  private boolean loadEarlier() {
    if (link.access() == Chat.Access.OFF) {
      return false;
    }
    if (!loadingEarlier && chatLog.earlierExist()) {
      loadingEarlier = true;
      link.conversation().ifPresentOrElse(this::fetchEarlier, link::retry);
    }
    return true;
  }

  private void fetchEarlier(Conversation open) {
    long number = link.opening();
    awaited(open.earlier(chatLog.oldest(), ChatLink.PAGE))
        .whenComplete(
            (page, failure) ->
                context.post(
                    new Event.ChatNews.Earlier(
                        number, failure == null ? Optional.of(page) : Optional.empty())));
  }

  // Timers.

  void openingTooLong(long opening) {
    if (link.current(opening) && link.conversation().isEmpty()) {
      notOpened(new IllegalStateException("no answer in time"));
    }
  }

  void retry() {
    guarded(link::retry);
  }

  void readDue() {
    guarded(horizon::due);
  }

  // From the conversation.

  void on(Event.ChatNews news) {
    guarded(() -> take(news));
  }

  private void take(Event.ChatNews news) {
    switch (news) {
      case Event.ChatNews.State state -> {
        if (link.state(state.state())) {
          renewToken.run();
        }
      }
      case Event.ChatNews.TokenAboutToExpire() -> {
        if (link.tokenIsOld()) {
          renewToken.run();
        }
      }
      case Event.ChatNews.Opened opened -> {
        if (link.current(opened.opening())) {
          opened(opened.conversation());
        } else {
          context.close(opened.conversation());
        }
      }
      case Event.ChatNews.NotOpened failed -> {
        if (link.current(failed.opening())) {
          notOpened(failed.failure());
        }
      }
      case Event.ChatNews.Added added -> {
        if (link.current(added.opening())) {
          chatLog.added(added.message());
          horizon.messagesChanged();
        }
      }
      case Event.ChatNews.Updated updated -> {
        if (link.current(updated.opening())) {
          chatLog.updated(updated.message());
        }
      }
      case Event.ChatNews.Removed removed -> {
        if (link.current(removed.opening())) {
          chatLog.removed(removed.index());
        }
      }
      case Event.ChatNews.Typing now -> {
        if (link.current(now.opening())) {
          typing = typing(now.identities());
        }
      }
      case Event.ChatNews.Changed changed -> {
        if (link.current(changed.opening())) {
          link.changed(changed.state());
        }
      }
      case Event.ChatNews.Ended ended -> {
        if (link.current(ended.opening())) {
          log.info("the chat of {} is over: {}", context.streamName(), ended.ending());
          link.ended(ended.ending());
          typing = List.of();
          loadingEarlier = false;
          if (link.access() == Chat.Access.CLOSED) {
            chatLog.sending().forEach(entry -> chatLog.failed(entry.id));
          }
        }
      }
      case Event.ChatNews.Earlier earlier -> {
        if (link.current(earlier.opening())) {
          loadingEarlier = false;
          earlier.page().ifPresent(chatLog::earlier);
        }
      }
      case Event.ChatNews.Sent sent -> {
        chatLog.added(sent.message());
        horizon.messagesChanged();
      }
      case Event.ChatNews.NotSent failed -> {
        log.info("a message could not be sent: {}", failed.failure().toString());
        chatLog.failed(failed.id());
      }
      case Event.ChatNews.NotChanged failed -> {
        log.info("a message could not be changed: {}", failed.failure().toString());
        chatLog.unchanged(failed.id());
        notices.add(Notice.Kind.ACTION_FAILED, "");
      }
    }
  }

  private void opened(Conversation conversation) {
    link.opened(conversation);
    OptionalLong read = conversation.lastReadMessageIndex();
    chatLog.opened(
        conversation.newest(), read.isPresent() ? Optional.of(read.getAsLong()) : Optional.empty());
    horizon.opened(read.orElse(-1));
    loadingEarlier &= chatLog.earlierExist();
    if (loadingEarlier) {
      fetchEarlier(conversation);
    }
    if (link.access() == Chat.Access.CLOSED) {
      chatLog.sending().forEach(entry -> chatLog.failed(entry.id));
    } else {
      chatLog.sending().forEach(this::send);
    }
  }

  private void notOpened(Throwable failure) {
    link.notOpened(failure);
    loadingEarlier = false;
    chatLog.sending().forEach(entry -> chatLog.failed(entry.id));
  }

  private List<String> typing(List<String> identities) {
    return identities.stream()
        .filter(identity -> !identity.equals(context.identity()) && !StreamRoster.hidden(identity))
        .distinct()
        .sorted()
        .limit(TYPING_SHOWN)
        .toList();
  }
}
