package app.rostrum.cloud.conversations;

import app.rostrum.cloud.TokenBucket;
import app.rostrum.cloud.conversations.ConversationRecord.State;
import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.HostedDocument;
import app.rostrum.cloud.sync.HostedList;
import app.rostrum.cloud.sync.HostedMap;
import app.rostrum.cloud.sync.MapItem;
import app.rostrum.cloud.twilsock.TwilsockAnswer;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A conversation: a document that describes it, the list of its messages, the map of its
 * participants. These Sync objects are what is true; everything else here is derived from them, and
 * is made right again when they are read after a crash. Under its lock a change is stored before it
 * is seen.
 */
final class HostedConversation {
  /** The document tells of the newest message so long after it at most, and once for all. */
  private static final Duration LAST_MESSAGE_DELAY = Duration.ofMillis(200);

  private static final long TYPING_INTERVAL_MILLIS = 1000;

  private final HostedChatService space;
  private final String sid;
  private final ReentrantLock lock = new ReentrantLock();
  private final HostedDocument document;
  private final MessageLog messages;
  private final HostedMap roster;
  private final Map<String, MemberRecord> byIdentity = new ConcurrentHashMap<>();
  private final Map<String, MemberRecord> bySid = new ConcurrentHashMap<>();
  private final Map<String, TokenBucket> senders = new HashMap<>();
  private final Map<String, Long> typing = new HashMap<>();
  private final TokenBucket rate;
  private volatile ConversationRecord state;
  private boolean lastMessageDue;
  private boolean deleted;

  /** Reads what is stored, and puts right what a crash has left behind. */
  HostedConversation(
      HostedChatService space,
      ConversationRecord stored,
      HostedDocument document,
      HostedList messages,
      HostedMap roster) {
    this.space = space;
    this.sid = stored.sid();
    this.document = document;
    this.messages = new MessageLog(stored.sid(), messages);
    this.roster = roster;
    this.rate =
        new TokenBucket(space.clock(), ChatLimits.CONVERSATION_RATE, ChatLimits.CONVERSATION_BURST);
    for (MapItem item : roster.items()) {
      enter(ChatJson.participant(stored.sid(), item.key(), item.data(), item.created()));
    }
    MessageRecord last = this.messages.last();
    state = last == null ? stored : stored.heard(last.created());
    if (!describe(last).equals(document.state().data())) {
      write(last);
    }
  }

  private void enter(MemberRecord participant) {
    byIdentity.put(participant.identity(), participant);
    bySid.put(participant.sid(), participant);
  }

  String sid() {
    return sid;
  }

  /** As it is now, the timers considered. */
  ConversationRecord describe() {
    ConversationRecord now = state;
    return now.in(now.stateAt(space.now()), space.now());
  }

  private JsonObject describe(@Nullable MessageRecord last) {
    return ChatJson.document(state, last);
  }

  private void write(@Nullable MessageRecord last) {
    var unused = document.update(Caller.BACKEND, describe(last), null, null);
  }

  boolean isParticipant(String identity) {
    return byIdentity.containsKey(identity);
  }

  /** Whether somebody made it, and so may do with it what the backend may. */
  boolean isOwner(String identity) {
    // The backend is called "system", as a person might call himself.
    return state.owner().filter(identity::equals).isPresent();
  }

  /** Somebody of this identity; refused if there is none. */
  MemberRecord require(String identity) {
    MemberRecord participant = byIdentity.get(identity);
    if (participant == null) {
      throw ConversationRefusal.notParticipant();
    }
    return participant;
  }

  /** By SID or identity. */
  MemberRecord participant(String name) {
    MemberRecord participant = bySid.get(name);
    if (participant == null) {
      participant = byIdentity.get(name);
    }
    if (participant == null) {
      throw ConversationRefusal.notFound("/Participants/" + name);
    }
    return participant;
  }

  /** In the order in which they came. */
  List<MemberRecord> participants() {
    return byIdentity.values().stream()
        .sorted(Comparator.comparing(MemberRecord::created).thenComparing(MemberRecord::sid))
        .toList();
  }

  Collection<String> identities() {
    return byIdentity.keySet();
  }

  int participantCount() {
    return byIdentity.size();
  }

  /** Runs under the lock, on a conversation that has not been deleted. */
  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      if (deleted) {
        throw ConversationRefusal.notFound("/Conversations/" + sid());
      }
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Changes what it is like. The caller has checked the wish and holds the names. */
  ConversationRecord update(Conversations.Wish wish) {
    return locked(
        () -> {
          Instant now = space.now();
          ConversationRecord old = describe();
          State after = wish.state().orElse(old.state());
          if (old.state() == State.CLOSED && (after != State.CLOSED || !wish.onlyState())) {
            throw ConversationRefusal.closed();
          }
          ConversationRecord before = state;
          state =
              new ConversationRecord(
                  old.sid(),
                  old.serviceSid(),
                  wish.nameAfter(old.uniqueName()),
                  wish.friendlyName().or(old::friendlyName),
                  wish.attributes().orElse(old.attributes()),
                  after,
                  after == before.state() ? before.stateUpdated() : now,
                  wish.inactiveAfter().isPresent()
                      ? Conversations.timer(wish.inactiveAfter())
                      : old.inactiveAfter(),
                  wish.closedAfter().isPresent()
                      ? Conversations.timer(wish.closedAfter())
                      : old.closedAfter(),
                  old.owner(),
                  old.created(),
                  now,
                  now);
          writeOr(before);
          return state;
        });
  }

  /** Stores the state; what could not be stored is not true. */
  private void writeOr(ConversationRecord before) {
    boolean stored = false;
    try {
      write(messages.last());
      stored = true;
    } finally {
      if (!stored) {
        state = before;
      }
    }
  }

  /** Returns whether a timer has changed the state and nobody was told yet. */
  boolean isDue(Instant now) {
    ConversationRecord last = state;
    return last.stateAt(now) != last.state();
  }

  /** Stores what the timers have changed, so that those who are connected hear of it. */
  void applyTimers(Instant now) {
    lock.lock();
    try {
      State due = state.stateAt(now);
      if (!deleted && due != state.state()) {
        ConversationRecord before = state;
        state = before.in(due, now);
        writeOr(before);
      }
    } finally {
      lock.unlock();
    }
  }

  MemberRecord join(String identity, String attributes) {
    return locked(
        () -> {
          if (byIdentity.containsKey(identity)) {
            throw ConversationRefusal.alreadyParticipant();
          }
          if (byIdentity.size() >= ChatLimits.MAX_PARTICIPANTS) {
            throw ConversationRefusal.tooManyParticipants();
          }
          HostedUser user = space.user(identity);
          if (user.joined().size() >= ChatLimits.MAX_CONVERSATIONS_PER_USER) {
            throw ConversationRefusal.tooManyConversations();
          }
          Instant now = space.now();
          var participant =
              new MemberRecord(
                  space.nextSid("MB"),
                  sid(),
                  identity,
                  attributes,
                  Optional.empty(),
                  Optional.empty(),
                  now,
                  now);
          store(participant, user);
          return participant;
        });
  }

  private void store(MemberRecord participant, HostedUser user) {
    var unused =
        roster.put(
            Caller.BACKEND, participant.sid(), ChatJson.item(participant, user.sid()), null, null);
    enter(participant);
    user.show(participant);
  }

  MemberRecord update(MemberRecord stale, String attributes) {
    return locked(
        () -> {
          MemberRecord current = participant(stale.sid());
          MemberRecord changed = current.withAttributes(attributes, space.now());
          store(changed, space.user(changed.identity()));
          return changed;
        });
  }

  /** Notes how far somebody has read; empty for not at all. */
  MemberRecord read(MemberRecord stale, Optional<Long> index) {
    return locked(
        () -> {
          MemberRecord current = participant(stale.sid());
          if (current.lastRead().equals(index)) {
            return current;
          }
          MemberRecord changed = current.withLastRead(index, space.now());
          store(changed, space.user(changed.identity()));
          return changed;
        });
  }

  void leave(MemberRecord stale) {
    locked(
        () -> {
          MemberRecord current = participant(stale.sid());
          var unused = roster.remove(Caller.BACKEND, current.sid(), null);
          byIdentity.remove(current.identity());
          bySid.remove(current.sid());
          senders.remove(current.identity());
          typing.remove(current.identity());
          space.user(current.identity()).hide(sid());
          List.of(document, messages.list(), roster)
              .forEach(object -> object.dismiss(current.identity()));
          return true;
        });
  }

  /**
   * Stores a message; when this returns it is on disk.
   *
   * @param sender null for the backend, to which no rate applies
   */
  MessageRecord send(@Nullable MemberRecord sender, String author, Draft draft) {
    return locked(
        () -> {
          Instant now = space.now();
          if (describe().state() == State.CLOSED) {
            throw ConversationRefusal.closed();
          }
          if (sender != null) {
            throttle(require(sender.identity()));
          }
          String messageSid = space.nextSid("IM");
          var message =
              new MessageRecord(
                  -1,
                  messageSid,
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
          state = state.heard(now);
          if (wakes) {
            state = state.in(State.ACTIVE, now);
            write(messages.last());
          } else {
            tellLastMessage();
          }
          return sent;
        });
  }

  private void throttle(MemberRecord sender) {
    TokenBucket own =
        senders.computeIfAbsent(
            sender.identity(),
            i ->
                new TokenBucket(
                    space.clock(), ChatLimits.PARTICIPANT_RATE, ChatLimits.PARTICIPANT_BURST));
    if (!own.take() || !rate.take()) {
      throw ConversationRefusal.tooFast();
    }
  }

  private void tellLastMessage() {
    if (!lastMessageDue) {
      lastMessageDue = true;
      var unused = space.later(LAST_MESSAGE_DELAY, this::writeLastMessage);
    }
  }

  private void writeLastMessage() {
    lock.lock();
    try {
      lastMessageDue = false;
      MessageRecord last = messages.last();
      if (!deleted && !describe(last).equals(document.state().data())) {
        write(last);
      }
    } finally {
      lock.unlock();
    }
  }

  /** By SID. */
  MessageRecord message(String messageSid) {
    return locked(() -> messages.get(messageSid));
  }

  /** As {@link MessageLog#read}. */
  List<MessageRecord> messages(@Nullable Long from, boolean descending, int limit) {
    return messages.read(from, descending, limit);
  }

  int messageCount() {
    return messages.count();
  }

  /** How many messages come after what was read; empty if nothing ever was. */
  Optional<Integer> unread(MemberRecord participant) {
    return locked(() -> participant.lastRead().map(messages::countAfter));
  }

  /**
   * Changes a message.
   *
   * @param editor an identity, who must be the author; null for the backend
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
          var changed =
              new MessageRecord(
                  old.index(),
                  old.sid(),
                  old.conversationSid(),
                  old.author(),
                  old.participantSid(),
                  body.orElse(old.body()),
                  attributes.orElse(old.attributes()),
                  old.subject(),
                  old.mutation(),
                  old.created(),
                  space.now(),
                  editor == null ? "system" : editor);
          messages.replace(changed);
          return changed;
        });
  }

  /** Takes a message away; its index is not given again. */
  void remove(String messageSid, @Nullable String remover) {
    locked(
        () -> {
          MessageRecord old = messages.get(messageSid);
          checkMayChange(old, remover);
          messages.remove(old);
          tellLastMessage();
          return true;
        });
  }

  private void checkMayChange(MessageRecord message, @Nullable String identity) {
    if (identity == null) {
      return;
    }
    MemberRecord participant = require(identity);
    boolean own = message.participantSid().isPresent() && message.author().equals(identity);
    if (!own && !isOwner(participant.identity())) {
      throw ConversationRefusal.notAuthorized();
    }
    if (describe().state() == State.CLOSED) {
      throw ConversationRefusal.closed();
    }
  }

  /** Whether the others should hear that somebody is typing: not too often. */
  boolean isTyping(String identity) {
    return locked(
        () -> {
          require(identity);
          long now = space.clock().millis();
          Long before = typing.get(identity);
          if (describe().state() == State.CLOSED
              || before != null && now - before < TYPING_INTERVAL_MILLIS) {
            return false;
          }
          typing.put(identity, now);
          return true;
        });
  }

  /** Deletes it: first what says that it is there, then what is left over. */
  void delete() {
    locked(
        () -> {
          deleted = true;
          space.objects().remove(Caller.BACKEND, document);
          space.objects().remove(Caller.BACKEND, messages.list());
          space.objects().remove(Caller.BACKEND, roster);
          identities().forEach(identity -> space.user(identity).hide(sid()));
          return true;
        });
  }

  /** Knows again the commands of the last minutes of which messages came. */
  void rememberMutations() {
    Instant oldest = space.now().minus(Mutations.LIFE);
    for (MessageRecord message : messages(null, true, Mutations.MAX).reversed()) {
      if (message.participantSid().isPresent()
          && message.mutation().isPresent()
          && !message.created().isBefore(oldest)) {
        space
            .user(message.author())
            .mutations()
            .remember(
                message.mutation().get(),
                message.created(),
                TwilsockAnswer.created(ClientJson.message(message)));
      }
    }
  }

  /** Puts right what everybody's own map says of this conversation. */
  void showToParticipants() {
    byIdentity.values().forEach(p -> space.user(p.identity()).show(p));
  }
}
