package app.rostrum.stream;

import app.rostrum.backend.StreamCredentials;
import app.rostrum.sdk.conversations.Conversation;
import app.rostrum.sdk.conversations.ConversationsClient;
import app.rostrum.sdk.conversations.ConversationsException;
import app.rostrum.sdk.conversations.Message;
import app.rostrum.threads.Backoff;
import app.rostrum.threads.Timers.Timer;
import app.rostrum.wire.token.AccessToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to the stream's conversation, whose unique name is the room's SID. It stays open
 * through changes of role. Opening is tried again until it succeeds or the stream is over. On the
 * loop only.
 */
final class ChatLink {
  /** The number of messages that are fetched at a time. */
  static final int PAGE = 30;

  private static final Logger log = LoggerFactory.getLogger(ChatLink.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** The time after which connecting counts as failed, and after it the opening itself. */
  private static final Duration OPENING = Duration.ofSeconds(20);

  /** The time before a token's end from which the chat may ask for a new one. */
  private static final Duration OLD = Duration.ofMinutes(15);

  private final SessionContext context;
  private final Backoff backoff;
  private @Nullable StreamCredentials credentials;
  private SdkClients.@Nullable ChatHandle handle;
  private @Nullable Conversation conversation;
  private ConversationsClient.State state = ConversationsClient.State.CONNECTING;
  private Chat.Access access = Chat.Access.OFF;
  private long openings;

  /** The number of the opening that is current; 0 for none. */
  private long opening;

  private @Nullable Timer timer;

  ChatLink(SessionContext context) {
    this.context = context;
    this.backoff = context.backoff(LONGEST_WAIT);
  }

  Chat.Access access() {
    if (access != Chat.Access.OPEN) {
      return access;
    }
    return switch (state) {
      case CONNECTED -> Chat.Access.OPEN;
      case CONNECTING -> Chat.Access.CONNECTING;
      case DENIED, CLOSED -> Chat.Access.FAILED;
    };
  }

  /** Returns the conversation while it is open, also while its connection is being restored. */
  Optional<Conversation> conversation() {
    return Optional.ofNullable(conversation);
  }

  /** Returns whether news belongs to the conversation that is open or being opened now. */
  boolean current(long number) {
    return number == opening && number != 0;
  }

  /** Returns the number of the current opening; 0 for none. */
  long opening() {
    return opening;
  }

  /** Connects with the first credentials; takes over the token of later ones. */
  void use(StreamCredentials fresh) {
    StreamCredentials before = credentials;
    if (!fresh.chatEnabled() || (before != null && before.token().equals(fresh.token()))) {
      return;
    }
    credentials = fresh;
    if (before == null) {
      open(Chat.Access.CONNECTING);
      return;
    }
    renew(fresh.token());
    if (conversation == null && opening == 0) {
      // Joining the stream again makes this person a participant again.
      open(access == Chat.Access.CLOSED ? Chat.Access.CONNECTING : access);
    }
  }

  private void renew(String token) {
    if (handle != null) {
      handle
          .updateToken(token)
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  log.info("the chat did not accept the new token: {}", failure.getMessage());
                }
              });
    }
  }

  private void open(Chat.Access meanwhile) {
    StreamCredentials with = credentials;
    if (with == null) {
      return;
    }
    access = meanwhile;
    long number = ++openings;
    opening = number;
    wait(OPENING, new Event.TimeUp.ChatOpening(number));
    SessionContext.attempt(() -> open(with, number))
        .whenComplete(
            (found, failure) ->
                context.post(
                    failure == null
                        ? new Event.ChatNews.Opened(number, found)
                        : new Event.ChatNews.NotOpened(number, failure)));
  }

  private CompletableFuture<Conversation> open(StreamCredentials with, long number) {
    SdkClients.ChatHandle open = handle;
    if (open == null) {
      open = context.clients().connectChat(with, new ClientListener(context));
      handle = open;
    }
    return open.open(with.roomSid(), PAGE, new ConversationListener(context, number));
  }

  void opened(Conversation found) {
    cancel();
    backoff.connected();
    conversation = found;
    access = access(found.state());
  }

  private static Chat.Access access(Conversation.State state) {
    return state == Conversation.State.CLOSED ? Chat.Access.CLOSED : Chat.Access.OPEN;
  }

  void notOpened(Throwable failure) {
    log.info("the chat of {} could not be opened: {}", context.streamName(), failure.toString());
    opening = 0;
    access = isOutside(failure) ? Chat.Access.FULL : Chat.Access.FAILED;
    retryLater();
  }

  /**
   * Returns whether an opening failed because this person is no participant. Joining the stream
   * makes everybody one, unless the chat is full.
   */
  private static boolean isOutside(Throwable failure) {
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    return cause instanceof ConversationsException refusal
        && refusal.code() == ConversationsException.NOT_PARTICIPANT;
  }

  private void retryLater() {
    backoff.next().ifPresent(wait -> wait(wait, new Event.TimeUp.ChatRetry()));
  }

  /** Tries now what has failed before. */
  void retry() {
    if (access == Chat.Access.OFF) {
      return;
    }
    if (state == ConversationsClient.State.DENIED && credentials != null) {
      renew(credentials.token());
    }
    if (conversation == null && opening == 0 && access != Chat.Access.CLOSED) {
      open(access == Chat.Access.FULL ? access : Chat.Access.FAILED);
    }
  }

  /**
   * Takes the connection's state.
   *
   * @return whether a fresh token is needed
   */
  boolean state(ConversationsClient.State next) {
    state = next;
    if (conversation != null && next == ConversationsClient.State.CONNECTED) {
      cancel();
      backoff.connected();
    } else if (opening != 0 && next == ConversationsClient.State.CONNECTED) {
      wait(OPENING, new Event.TimeUp.ChatOpening(opening)); // It gets on.
    } else if (conversation != null && next == ConversationsClient.State.DENIED) {
      retryLater();
    }
    return next == ConversationsClient.State.DENIED && tokenIsOld();
  }

  /** Returns whether the token is near its end, so that asking for a new one is justified. */
  boolean tokenIsOld() {
    return credentials != null
        && AccessToken.readExpiry(credentials.token())
            .map(expiry -> context.clock().instant().plus(OLD).isAfter(expiry))
            .orElse(false);
  }

  void changed(Conversation.State now) {
    access = access(now);
  }

  /** Takes the end of the conversation for this person; a lost one is opened again. */
  void ended(Conversation.Ending ending) {
    close();
    switch (ending) {
      case REMOVED, DELETED -> access = Chat.Access.CLOSED;
      case LOST -> {
        access = Chat.Access.CONNECTING;
        retryLater();
      }
    }
  }

  /** Closes the conversation after an unexpected failure and opens it again later. */
  void broken(Throwable failure) {
    close();
    notOpened(failure);
  }

  private void close() {
    cancel();
    opening = 0;
    if (conversation != null) {
      context.close(conversation);
      conversation = null;
    }
  }

  /** Connects anew at once, because the connection is probably broken. */
  void reconnect() {
    if (handle != null) {
      handle.reconnect();
    }
  }

  /** Ends the link and returns the client to close. */
  Optional<AutoCloseable> end() {
    cancel();
    opening = 0;
    conversation = null;
    if (access != Chat.Access.OFF) {
      access = Chat.Access.CLOSED;
    }
    Optional<AutoCloseable> last = Optional.ofNullable(handle);
    handle = null;
    return last;
  }

  private void wait(Duration time, Event.TimeUp then) {
    cancel();
    timer = context.after(time, then);
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private record ClientListener(SessionContext context) implements ConversationsClient.Listener {
    @Override
    public void onState(ConversationsClient.State state) {
      context.post(new Event.ChatNews.State(state));
    }

    @Override
    public void onTokenAboutToExpire() {
      context.post(new Event.ChatNews.TokenAboutToExpire());
    }
  }

  private record ConversationListener(SessionContext context, long opening)
      implements Conversation.Listener {
    @Override
    public void onMessageAdded(Message message) {
      context.post(new Event.ChatNews.Added(opening, message));
    }

    @Override
    public void onMessageUpdated(Message message) {
      context.post(new Event.ChatNews.Updated(opening, message));
    }

    @Override
    public void onMessageRemoved(long index) {
      context.post(new Event.ChatNews.Removed(opening, index));
    }

    @Override
    public void onTyping(List<String> identities) {
      context.post(new Event.ChatNews.Typing(opening, identities));
    }

    @Override
    public void onState(Conversation.State state) {
      context.post(new Event.ChatNews.Changed(opening, state));
    }

    @Override
    public void onEnded(Conversation.Ending ending) {
      context.post(new Event.ChatNews.Ended(opening, ending));
    }
  }
}
