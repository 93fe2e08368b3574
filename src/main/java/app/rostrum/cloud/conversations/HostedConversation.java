package app.rostrum.cloud.conversations;

import app.rostrum.cloud.conversations.ConversationRecord.State;
import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.HostedDocument;
import app.rostrum.cloud.sync.HostedList;
import app.rostrum.cloud.sync.HostedMap;
import app.rostrum.cloud.sync.HostedService;
import app.rostrum.cloud.twilsock.TwilsockAnswer;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in three Sync objects: a document that describes it, the list of its messages and
 * the map of its participants. These objects are the truth; everything else is derived from them
 * and corrected when they are read after a crash. Thread-safe: each change is stored under the
 * conversation's lock before anybody sees it.
 */
final class HostedConversation {
  /** The longest time after which the document names the newest message. */
  private static final Duration LAST_MESSAGE_DELAY = Duration.ofMillis(200);

  private static final long TYPING_INTERVAL_MILLIS = 1000;

  private final ChatContext context;
  private final ChatUsers users;
  private final HostedService objects;
  private final String sid;
  private final ReentrantLock lock = new ReentrantLock();
  private final HostedDocument document;
  private final MessageLog messages;
  private final MemberList members;
  private final MessageRates rates;
  private final Map<String, Long> typing = new HashMap<>();
  private volatile ConversationRecord state;
  private boolean lastMessageDue;
  private boolean deleted;

  /** Reads what is stored, and corrects what a crash has left behind. */
  HostedConversation(
      ChatContext context,
      ChatUsers users,
      HostedService objects,
      ConversationRecord stored,
      HostedDocument document,
      HostedList messages,
      HostedMap members) {
    this.context = context;
    this.users = users;
    this.objects = objects;
    this.sid = stored.sid();
    this.document = document;
    this.messages = new MessageLog(sid, messages);
    this.members = new MemberList(sid, members);
    this.rates = new MessageRates(context.clock());
    MessageRecord last = this.messages.last();
    state = last == null ? stored : stored.withMessageAt(last.created());
    if (!json(last).equals(document.state().data())) {
      write(last);
    }
  }

  String sid() {
    return sid;
  }

  /** Returns the conversation as it is now, with the timers applied. */
  ConversationRecord describe() {
    ConversationRecord stored = state;
    Instant now = context.now();
    return stored.withState(stored.stateAt(now), now);
  }

  private JsonObject json(@Nullable MessageRecord last) {
    return ChatJson.document(state, last);
  }

  private void write(@Nullable MessageRecord last) {
    var unused = document.update(Caller.BACKEND, json(last), null, null);
  }

  /** Returns the participants. They are changed by this class alone. */
  MemberList members() {
    return members;
  }

  boolean isParticipant(String identity) {
    return members.contains(identity);
  }

  /** Returns whether a client created the conversation, and so may do all that the backend may. */
  boolean isOwner(String identity) {
    // The backend is called "system" in createdBy, and so may a person be.
    return state.owner().filter(identity::equals).isPresent();
  }

  /** Runs a task under the lock; throws a refusal if the conversation has been deleted. */
  private <T> T locked(Supplier<T> task) {
    lock.lock();
    try {
      if (deleted) {
        throw ChatRefusals.notFound("/Conversations/" + sid);
      }
      return task.get();
    } finally {
      lock.unlock();
    }
  }

  /** Changes the conversation. The caller has checked the settings and reserved the name. */
  ConversationRecord update(ConversationSettings settings) {
    return locked(
        () -> {
          Instant now = context.now();
          ConversationRecord current = describe();
          State next = settings.state().orElse(current.state());
          if (current.state() == State.CLOSED && (next != State.CLOSED || !settings.onlyState())) {
            throw ChatRefusals.closed();
          }
          Instant since = next == state.state() ? state.stateUpdated() : now;
          change(settings.applyTo(current, next, since, now));
          return state;
        });
  }

  /** Stores another state. The one before stays if that fails. */
  private void change(ConversationRecord next) {
    ConversationRecord before = state;
    boolean stored = false;
    state = next;
    try {
      write(messages.last());
      stored = true;
    } finally {
      if (!stored) {
        state = before;
      }
    }
  }

  /** Returns whether a timer has changed the state and clients have not been told yet. */
  boolean isTimerDue(Instant now) {
    ConversationRecord stored = state;
    return stored.stateAt(now) != stored.state();
  }

  /** Stores the state to which the timers lead, so that connected clients hear of it. */
  void applyTimers(Instant now) {
    lock.lock();
    try {
      if (!deleted && isTimerDue(now)) {
        change(state.withState(state.stateAt(now), now));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Refuses everything from now on, because the service with its objects is deleted. */
  void markDeleted() {
    lock.lock();
    try {
      deleted = true;
    } finally {
      lock.unlock();
    }
  }

  MemberRecord join(String identity, String attributes) {
    return locked(
        () -> {
          if (members.contains(identity)) {
            throw ChatRefusals.alreadyParticipant();
          }
          if (members.count() >= ChatLimits.MAX_PARTICIPANTS) {
            throw ChatRefusals.tooManyParticipants();
          }
          HostedUser user = users.user(identity);
          if (user.joined().size() >= ChatLimits.MAX_CONVERSATIONS_PER_USER) {
            throw ChatRefusals.tooManyConversations();
          }
          Instant now = context.now();
          var member =
              new MemberRecord(
                  context.nextSid("MB"),
                  sid,
                  identity,
                  attributes,
                  Optional.empty(),
                  Optional.empty(),
                  now,
                  now);
          store(member, user);
          return member;
        });
  }

  private void store(MemberRecord member, HostedUser user) {
    members.put(member, user.sid());
    user.show(member);
  }

  /** Changes a participant's attributes. */
  MemberRecord update(MemberRecord stale, String attributes) {
    return locked(
        () -> {
          MemberRecord changed = members.get(stale.sid()).withAttributes(attributes, context.now());
          store(changed, users.user(changed.identity()));
          return changed;
        });
  }

  /**
   * Stores how far a participant has read.
   *
   * @param index the newest message that was read; empty for none
   */
  MemberRecord markRead(MemberRecord stale, Optional<Long> index) {
    return locked(
        () -> {
          MemberRecord current = members.get(stale.sid());
          if (current.lastRead().equals(index)) {
            return current;
          }
          MemberRecord changed = current.withLastRead(index, context.now());
          store(changed, users.user(changed.identity()));
          return changed;
        });
  }

  /** Removes a participant, who hears nothing more of the conversation. */
  void leave(MemberRecord stale) {
    locked(
        () -> {
          MemberRecord current = members.get(stale.sid());
          members.remove(current);
          rates.forget(current.identity());
          typing.remove(current.identity());
          users.user(current.identity()).hide(sid);
          List.of(document, messages.list(), members.map())
              .forEach(object -> object.removeSubscriber(current.identity()));
          return true;
        });
  }

  /**
   * Stores a message.
   *
   * @param sender null for the backend, which no rate limits
   */
  MessageRecord send(@Nullable MemberRecord sender, String author, Draft draft) {
    return locked(
        () -> {
          Instant now = context.now();
          if (describe().state() == State.CLOSED) {
            throw ChatRefusals.closed();
          }
          if (sender != null) {
            rates.count(members.require(sender.identity()).identity());
          }
          var message =
              new MessageRecord(
                  -1,
                  context.nextSid("IM"),
                  sid,
                  author,
                  Optional.ofNullable(sender).map(MemberRecord::sid),
                  draft.body(),
                  draft.attributes(),
                  draft.subject(),
                  draft.mutation(),
                  now,
                  now,
                  author);
          MessageRecord sent = messages.append(message);
          boolean wakes = describe().state() == State.INACTIVE;
          state = state.withMessageAt(now);
          if (wakes) {
            state = state.withState(State.ACTIVE, now);
            write(messages.last());
          } else {
            scheduleLastMessage();
          }
          return sent;
        });
  }

  private void scheduleLastMessage() {
    if (!lastMessageDue) {
      lastMessageDue = true;
      var unused = context.timers().after(LAST_MESSAGE_DELAY, this::writeLastMessage);
    }
  }

  private void writeLastMessage() {
    lock.lock();
    try {
      lastMessageDue = false;
      if (deleted) {
        return;
      }
      MessageRecord last = messages.last();
      if (!json(last).equals(document.state().data())) {
        write(last);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns a message by SID; throws a refusal if there is none. */
  MessageRecord message(String messageSid) {
    return locked(() -> messages.get(messageSid));
  }

  /** Reads messages as {@link MessageLog#read} does. */
  List<MessageRecord> messages(@Nullable Long from, boolean descending, int limit) {
    return messages.read(from, descending, limit);
  }

  int messageCount() {
    return messages.count();
  }

  /** Counts the messages after the newest one read; empty if none was ever read. */
  Optional<Integer> unread(MemberRecord member) {
    return locked(() -> member.lastRead().map(messages::countAfter));
  }

  /**
   * Changes a message.
   *
   * @param editor the identity of the client; null for the backend
   */
  MessageRecord edit(
      String messageSid,
      @Nullable String editor,
      Optional<String> body,
      Optional<String> attributes) {
    return locked(
        () -> {
          MessageRecord old = messages.get(messageSid);
          checkMayChange(old, editor);
          MessageRecord changed =
              old.edited(
                  body.orElse(old.body()),
                  attributes.orElse(old.attributes()),
                  context.now(),
                  editor == null ? "system" : editor);
          messages.replace(changed);
          return changed;
        });
  }

  /**
   * Removes a message. Its index is not used a second time.
   *
   * @param remover the identity of the client; null for the backend
   */
  void remove(String messageSid, @Nullable String remover) {
    locked(
        () -> {
          MessageRecord old = messages.get(messageSid);
          checkMayChange(old, remover);
          messages.remove(old);
          scheduleLastMessage();
          return true;
        });
  }

  private void checkMayChange(MessageRecord message, @Nullable String identity) {
    if (identity == null) {
      return;
    }
    MemberRecord member = members.require(identity);
    boolean own = message.participantSid().isPresent() && message.author().equals(identity);
    if (!own && !isOwner(member.identity())) {
      throw ChatRefusals.notAuthorized();
    }
    if (describe().state() == State.CLOSED) {
      throw ChatRefusals.closed();
    }
  }

  /** Returns whether the others should be told that a participant is typing: not too often. */
  boolean isTyping(String identity) {
    return locked(
        () -> {
          MemberRecord member = members.require(identity);
          long now = context.clock().millis();
          Long before = typing.get(member.identity());
          if (describe().state() == State.CLOSED
              || before != null && now - before < TYPING_INTERVAL_MILLIS) {
            return false;
          }
          typing.put(member.identity(), now);
          return true;
        });
  }

  /** Deletes the conversation: first the document, without which the rest counts as left over. */
  void delete() {
    locked(
        () -> {
          deleted = true;
          objects.remove(Caller.BACKEND, document);
          objects.remove(Caller.BACKEND, messages.list());
          objects.remove(Caller.BACKEND, members.map());
          members.identities().forEach(identity -> users.user(identity).hide(sid));
          return true;
        });
  }

  /** Restores the answers to recent commands that have sent messages, after a restart. */
  void restoreMutations() {
    Instant oldest = context.now().minus(Mutations.LIFE);
    for (MessageRecord message : messages(null, true, Mutations.MAX).reversed()) {
      if (message.participantSid().isPresent()
          && message.mutation().isPresent()
          && !message.created().isBefore(oldest)) {
        users
            .user(message.author())
            .mutations()
            .remember(
                message.mutation().get(),
                message.created(),
                TwilsockAnswer.created(ClientJson.message(message)));
      }
    }
  }

  /** Corrects the entries of this conversation in its participants' own maps. */
  void showToParticipants() {
    members.all().forEach(member -> users.user(member.identity()).show(member));
  }
}
