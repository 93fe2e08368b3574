package app.rostrum.cloud.conversations;

import app.rostrum.cloud.conversations.ConversationRecord.State;
import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.HostedDocument;
import app.rostrum.cloud.sync.HostedList;
import app.rostrum.cloud.sync.HostedMap;
import app.rostrum.cloud.sync.HostedObject;
import app.rostrum.cloud.sync.HostedService;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A Conversations service: its conversations, its users, and the Sync objects that store them.
 * Thread-safe. Locks are taken in this order: names, a conversation, users.
 */
final class HostedChatService {
  private final ChatContext context;
  private final String sid;
  private final HostedService objects;
  private final ChatUsers users;
  private final ReentrantLock names = new ReentrantLock();
  private final Map<String, HostedConversation> bySid = new ConcurrentHashMap<>();
  private final Map<String, HostedConversation> byName = new ConcurrentHashMap<>();
  private volatile boolean deleted;

  /** Reads what is stored, and corrects what a crash has left half done. */
  HostedChatService(ChatContext context, String sid, HostedService objects) {
    this.context = context;
    this.sid = sid;
    this.objects = objects;
    this.users = new ChatUsers(context, sid, objects);
    objects.restrictClients(this::mayRead);
    objects.documents().forEach(this::load);
    objects.lists().forEach(list -> removeIfOrphan(list, ChatJson.MESSAGES));
    objects.maps().forEach(map -> removeIfOrphan(map, ChatJson.ROSTER));
    users.all().forEach(this::hideLeftConversations);
    bySid.values().forEach(HostedConversation::restoreMutations);
  }

  private void load(HostedDocument document) {
    ChatJson.ownerOf(document.uniqueName(), ChatJson.DOCUMENT)
        .ifPresent(
            conversationSid ->
                add(
                    new HostedConversation(
                        context,
                        users,
                        objects,
                        ChatJson.conversation(
                            conversationSid,
                            sid,
                            document.state().data(),
                            document.state().created()),
                        document,
                        objects.list(ChatJson.messagesName(conversationSid)),
                        objects.map(ChatJson.rosterName(conversationSid)))));
  }

  private void removeIfOrphan(HostedObject object, String suffix) {
    Optional<String> conversation = ChatJson.ownerOf(object.uniqueName(), suffix);
    if (conversation.isPresent() && !bySid.containsKey(conversation.get())) {
      objects.remove(Caller.BACKEND, object);
    }
  }

  /** Corrects a user's own map by the rosters, which are the truth. */
  private void hideLeftConversations(HostedUser user) {
    for (String conversationSid : user.listed()) {
      HostedConversation conversation = bySid.get(conversationSid);
      if (conversation == null || !conversation.isParticipant(user.identity())) {
        user.hide(conversationSid);
      }
    }
  }

  private void add(HostedConversation conversation) {
    bySid.put(conversation.sid(), conversation);
    conversation.describe().uniqueName().ifPresent(name -> byName.put(name, conversation));
    conversation.showToParticipants();
  }

  String sid() {
    return sid;
  }

  /** Returns the Sync objects that store this service. */
  HostedService objects() {
    return objects;
  }

  ChatContext context() {
    return context;
  }

  ChatUsers users() {
    return users;
  }

  /** Returns whether a client may read an object. No client may write one. */
  private boolean mayRead(String identity, @Nullable String name) {
    if (name == null || deleted) {
      return false;
    }
    int dot = name.lastIndexOf('.');
    String owner = dot < 0 ? name : name.substring(0, dot);
    return switch (dot < 0 ? "" : name.substring(dot)) {
      case ChatJson.MY_CONVERSATIONS -> owner.equals(identity);
      case ChatJson.USER_INFO ->
          users.find(owner).filter(user -> users.knows(identity, user)).isPresent();
      case ChatJson.DOCUMENT -> {
        HostedConversation conversation = bySid.get(owner);
        yield conversation != null
            && (conversation.isParticipant(identity) || conversation.isOwner(identity));
      }
      case ChatJson.MESSAGES, ChatJson.ROSTER -> {
        HostedConversation conversation = bySid.get(owner);
        yield conversation != null && conversation.isParticipant(identity);
      }
      default -> false;
    };
  }

  /**
   * Creates a conversation. The settings have been checked.
   *
   * @param owner the identity of the client that creates it; empty for the backend
   */
  HostedConversation create(Optional<String> owner, ConversationSettings settings) {
    names.lock();
    try {
      checkExists();
      if (bySid.size() >= ChatLimits.MAX_CONVERSATIONS) {
        throw ChatRefusals.tooManyConversations();
      }
      checkFree(settings.uniqueName(), null);
      Instant now = context.now();
      var created =
          new ConversationRecord(
              context.nextSid("CH"),
              sid,
              settings.uniqueNameOr(Optional.empty()),
              settings.friendlyName(),
              settings.attributes().orElse("{}"),
              settings.state().orElse(State.ACTIVE),
              now,
              settings.inactiveAfterOr(Optional.empty()),
              settings.closedAfterOr(Optional.empty()),
              owner,
              now,
              now,
              now);
      return store(created, List.of());
    } finally {
      names.unlock();
    }
  }

  /** Stores the document last, because a conversation exists when its document does. */
  private HostedConversation store(ConversationRecord created, List<MemberRecord> members) {
    String conversationSid = created.sid();
    HostedList messages =
        objects.createList(Caller.BACKEND, ChatJson.messagesName(conversationSid), null);
    HostedMap roster =
        objects.createMap(Caller.BACKEND, ChatJson.rosterName(conversationSid), null);
    for (MemberRecord member : members) {
      JsonObject data = ChatJson.item(member, users.user(member.identity()).sid());
      var unused = roster.put(Caller.BACKEND, member.sid(), data, null, null);
    }
    HostedDocument document =
        objects.createDocument(
            Caller.BACKEND,
            ChatJson.documentName(conversationSid),
            ChatJson.document(created, null),
            null);
    var conversation =
        new HostedConversation(context, users, objects, created, document, messages, roster);
    add(conversation);
    return conversation;
  }

  /** Stores a conversation of an earlier version, unless that has been done before. */
  void adopt(ConversationRecord old, List<MemberRecord> members) {
    names.lock();
    try {
      if (!bySid.containsKey(old.sid())) {
        var unused = store(old, members);
      }
    } finally {
      names.unlock();
    }
  }

  /** Changes a conversation. The settings have been checked. */
  ConversationRecord update(HostedConversation conversation, ConversationSettings settings) {
    names.lock();
    try {
      checkFree(settings.uniqueName(), conversation);
      Optional<String> before = conversation.describe().uniqueName();
      ConversationRecord changed = conversation.update(settings);
      if (!changed.uniqueName().equals(before)) {
        before.ifPresent(name -> byName.remove(name, conversation));
        changed.uniqueName().ifPresent(name -> byName.put(name, conversation));
      }
      return changed;
    } finally {
      names.unlock();
    }
  }

  void delete(HostedConversation conversation) {
    names.lock();
    try {
      conversation.delete();
      bySid.remove(conversation.sid());
      conversation.describe().uniqueName().ifPresent(name -> byName.remove(name, conversation));
    } finally {
      names.unlock();
    }
  }

  private void checkFree(Optional<String> uniqueName, @Nullable HostedConversation except) {
    if (uniqueName.isPresent()) {
      HostedConversation taken = byName.get(uniqueName.get());
      if (taken != null && taken != except) {
        throw ChatRefusals.nameTaken();
      }
    }
  }

  /** Finds a conversation by SID or unique name. */
  Optional<HostedConversation> find(String name) {
    HostedConversation found = bySid.get(name);
    return Optional.ofNullable(found == null ? byName.get(name) : found);
  }

  /** Returns a conversation by SID or unique name; throws a refusal if there is none. */
  HostedConversation conversation(String name) {
    checkExists();
    return find(name).orElseThrow(() -> ChatRefusals.notFound("/Conversations/" + name));
  }

  /** Returns all conversations, the oldest first. */
  List<HostedConversation> conversations() {
    return bySid.values().stream()
        .sorted(
            Comparator.comparing((HostedConversation c) -> c.describe().created())
                .thenComparing(HostedConversation::sid))
        .toList();
  }

  /** Counts the conversations that a client has created and not deleted. */
  long countOwnedBy(String identity) {
    return bySid.values().stream().filter(c -> c.isOwner(identity)).count();
  }

  /**
   * Stores the states to which the conversations' timers lead. Each conversation is a task of its
   * own, so that one that fails does not hold up the others.
   */
  void applyTimers() {
    Instant now = context.now();
    for (HostedConversation conversation : bySid.values()) {
      if (conversation.isTimerDue(now)) {
        context.executor().execute(() -> conversation.applyTimers(now));
      }
    }
  }

  /** Begins to wait for the users who were online when the server stopped. */
  void awaitReturn(Duration grace) {
    users.all().forEach(user -> user.awaitReturn(grace));
  }

  /** Throws a refusal if the service has been deleted. */
  void checkExists() {
    if (deleted) {
      throw ChatRefusals.notFound("/Services/" + sid);
    }
  }

  /** Refuses everything from now on. The caller deletes the objects. */
  void markDeleted() {
    deleted = true;
    bySid.values().forEach(HostedConversation::markDeleted);
    users.close();
  }
}
