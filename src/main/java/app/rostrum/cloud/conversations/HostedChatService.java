package app.rostrum.cloud.conversations;

import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.HostedDocument;
import app.rostrum.cloud.sync.HostedList;
import app.rostrum.cloud.sync.HostedMap;
import app.rostrum.cloud.sync.HostedObject;
import app.rostrum.cloud.sync.HostedService;
import app.rostrum.cloud.sync.MapItem;
import app.rostrum.threads.Timers;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One Conversations service at work: its conversations, its users, and the Sync objects in which
 * all of that is kept. Thread-safe. Locks are taken in this order: names, a conversation, users.
 */
final class HostedChatService {
  private static final String DOCUMENT = ".channel";
  private static final String MESSAGES = ".messages";
  private static final String ROSTER = ".roster";
  private static final String INFO = ".info";
  private static final String MINE = ".channels";

  private final Conversations home;
  private final String serviceSid;
  private final HostedService objects;
  private final ReentrantLock names = new ReentrantLock();
  private final Map<String, HostedConversation> bySid = new ConcurrentHashMap<>();
  private final Map<String, HostedConversation> byName = new ConcurrentHashMap<>();
  private final Map<String, HostedUser> users = new ConcurrentHashMap<>();
  private final Map<String, HostedUser> usersBySid = new ConcurrentHashMap<>();
  private final ReentrantLock usersLock = new ReentrantLock();
  private final AtomicBoolean deleted = new AtomicBoolean();

  /** Reads what is stored and puts right what a crash has left half done. */
  HostedChatService(Conversations home, String serviceSid, HostedService objects) {
    this.home = home;
    this.serviceSid = serviceSid;
    this.objects = objects;
    objects.govern(this::mayRead);
    loadUsers();
    loadConversations();
    users.values().forEach(this::reconcile);
    bySid.values().forEach(HostedConversation::rememberMutations);
  }

  private void loadUsers() {
    for (HostedMap info : objects.maps()) {
      String name = info.uniqueName();
      if (name != null && name.endsWith(INFO)) {
        String sid = name.substring(0, name.length() - INFO.length());
        HostedUser.identityOf(info)
            .ifPresent(identity -> enter(HostedUser.open(this, sid, identity)));
      }
    }
  }

  private void loadConversations() {
    for (HostedDocument document : objects.documents()) {
      String name = document.uniqueName();
      if (name == null || !name.endsWith(DOCUMENT)) {
        continue;
      }
      String sid = name.substring(0, name.length() - DOCUMENT.length());
      ConversationRecord stored =
          ChatJson.conversation(
              sid, serviceSid, document.state().data(), document.state().created());
      enter(
          new HostedConversation(
              this,
              stored,
              document,
              objects.list(ChatJson.messagesName(sid)),
              objects.map(ChatJson.rosterName(sid))));
    }
    for (HostedList list : objects.lists()) {
      removeOrphan(list, MESSAGES);
    }
    for (HostedMap map : objects.maps()) {
      removeOrphan(map, ROSTER);
    }
  }

  private void removeOrphan(HostedObject object, String suffix) {
    String name = object.uniqueName();
    if (name != null
        && name.endsWith(suffix)
        && !bySid.containsKey(name.substring(0, name.length() - suffix.length()))) {
      objects.remove(Caller.BACKEND, object);
    }
  }

  /** A user's own map follows the rosters, which are right. */
  private void reconcile(HostedUser user) {
    for (MapItem item : user.listed()) {
      HostedConversation conversation = bySid.get(item.key());
      if (conversation == null || !conversation.isParticipant(user.identity())) {
        user.hide(item.key());
      }
    }
  }

  private void enter(HostedConversation conversation) {
    bySid.put(conversation.sid(), conversation);
    conversation.describe().uniqueName().ifPresent(name -> byName.put(name, conversation));
    conversation.showToParticipants();
  }

  private void enter(HostedUser user) {
    users.put(user.identity(), user);
    usersBySid.put(user.sid(), user);
  }

  String serviceSid() {
    return serviceSid;
  }

  HostedService objects() {
    return objects;
  }

  Clock clock() {
    return home.clock();
  }

  /** Now, as precisely as it is stored. */
  Instant now() {
    return Instant.ofEpochMilli(clock().millis());
  }

  String nextSid(String prefix) {
    return home.sids().next(prefix);
  }

  Duration debouncing() {
    return home.debouncing();
  }

  /** Runs a task after a delay, on a thread of its own. */
  Timers.Timer later(Duration delay, Runnable task) {
    return home.timers().after(delay, task);
  }

  /** Whether a client may see an object; it may never write one. */
  private boolean mayRead(String identity, HostedObject object) {
    String name = object.uniqueName();
    if (name == null || deleted.get()) {
      return false;
    }
    int dot = name.lastIndexOf('.');
    String owner = dot < 0 ? name : name.substring(0, dot);
    return switch (dot < 0 ? "" : name.substring(dot)) {
      case MINE -> owner.equals(identity);
      case INFO -> {
        HostedUser user = usersBySid.get(owner);
        yield user != null && knows(identity, user);
      }
      case DOCUMENT -> {
        HostedConversation conversation = bySid.get(owner);
        yield conversation != null
            && (conversation.isParticipant(identity) || conversation.isOwner(identity));
      }
      case MESSAGES, ROSTER -> {
        HostedConversation conversation = bySid.get(owner);
        yield conversation != null && conversation.isParticipant(identity);
      }
      default -> false;
    };
  }

  /** Whether somebody may know of somebody: who has met him in a conversation. */
  boolean knows(String identity, HostedUser other) {
    if (other.identity().equals(identity)) {
      return true;
    }
    HostedUser self = users.get(identity);
    return self != null && self.joined().stream().anyMatch(other.joined()::contains);
  }

  /** Somebody by identity, known from now on. */
  HostedUser user(String identity) {
    HostedUser known = users.get(identity);
    if (known != null) {
      return known;
    }
    ChatLimits.identity(identity);
    usersLock.lock();
    try {
      HostedUser user = users.get(identity);
      if (user == null) {
        user = HostedUser.open(this, userSid(identity), identity);
        enter(user);
      }
      return user;
    } finally {
      usersLock.unlock();
    }
  }

  /** Somebody who is known, by identity or SID. */
  Optional<HostedUser> findUser(String name) {
    return Optional.ofNullable(ChatLimits.isUserSid(name) ? usersBySid.get(name) : users.get(name));
  }

  List<HostedUser> users() {
    return users.values().stream()
        .sorted(Comparator.comparing(user -> user.describe().created()))
        .toList();
  }

  /** The same identity has the same SID in a service, whatever is forgotten. */
  private String userSid(String identity) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((serviceSid + "/" + identity).getBytes(StandardCharsets.UTF_8));
      return "US" + HexFormat.of().formatHex(Arrays.copyOf(digest, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Creates a conversation; the wish has been checked.
   *
   * @param owner the client who does; empty for the backend
   */
  HostedConversation create(Optional<String> owner, Conversations.Wish wish) {
    names.lock();
    try {
      checkAlive();
      if (bySid.size() >= ChatLimits.MAX_CONVERSATIONS) {
        throw ConversationRefusal.tooManyConversations();
      }
      checkFree(wish.uniqueName(), null);
      String sid = nextSid("CH");
      Instant now = now();
      var made =
          new ConversationRecord(
              sid,
              serviceSid,
              wish.nameAfter(Optional.empty()),
              wish.friendlyName(),
              wish.attributes().orElse("{}"),
              wish.state().orElse(ConversationRecord.State.ACTIVE),
              now,
              Conversations.timer(wish.inactiveAfter()),
              Conversations.timer(wish.closedAfter()),
              owner,
              now,
              now,
              now);
      return store(made, List.of());
    } finally {
      names.unlock();
    }
  }

  /** The document comes last: a conversation is there when its document is. */
  private HostedConversation store(ConversationRecord made, List<MemberRecord> participants) {
    String sid = made.sid();
    HostedList messages = objects.createList(Caller.BACKEND, ChatJson.messagesName(sid), null);
    HostedMap roster = objects.createMap(Caller.BACKEND, ChatJson.rosterName(sid), null);
    for (MemberRecord participant : participants) {
      JsonObject data = ChatJson.item(participant, user(participant.identity()).sid());
      var unused = roster.put(Caller.BACKEND, participant.sid(), data, null, null);
    }
    HostedDocument document =
        objects.createDocument(
            Caller.BACKEND, ChatJson.documentName(sid), ChatJson.document(made, null), null);
    var conversation = new HostedConversation(this, made, document, messages, roster);
    enter(conversation);
    return conversation;
  }

  /** Takes over a conversation of an earlier version, unless that has been done before. */
  void adopt(ConversationRecord old, List<MemberRecord> participants) {
    names.lock();
    try {
      if (!bySid.containsKey(old.sid())) {
        var unused = store(old, participants);
      }
    } finally {
      names.unlock();
    }
  }

  ConversationRecord update(HostedConversation conversation, Conversations.Wish wish) {
    names.lock();
    try {
      checkFree(wish.uniqueName(), conversation);
      Optional<String> before = conversation.describe().uniqueName();
      ConversationRecord changed = conversation.update(wish);
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
        throw ConversationRefusal.nameTaken();
      }
    }
  }

  /** By SID or unique name. */
  Optional<HostedConversation> find(String name) {
    HostedConversation found = bySid.get(name);
    return Optional.ofNullable(found == null ? byName.get(name) : found);
  }

  HostedConversation conversation(String name) {
    checkAlive();
    return find(name).orElseThrow(() -> ConversationRefusal.notFound("/Conversations/" + name));
  }

  /** All of them, oldest first. */
  List<HostedConversation> conversations() {
    return bySid.values().stream()
        .sorted(
            Comparator.comparing((HostedConversation c) -> c.describe().created())
                .thenComparing(HostedConversation::sid))
        .toList();
  }

  /** Conversations that somebody made and has not deleted. */
  long ownedBy(String identity) {
    return bySid.values().stream().filter(c -> c.isOwner(identity)).count();
  }

  void applyTimers() {
    Instant now = now();
    for (HostedConversation conversation : bySid.values()) {
      if (conversation.isDue(now)) {
        // Each is a task of its own, so that one that fails does not keep the others waiting.
        home.executor().execute(() -> conversation.applyTimers(now));
      }
    }
  }

  void awaitReturn(Duration grace) {
    users.values().forEach(user -> user.awaitReturn(grace));
  }

  void checkAlive() {
    if (deleted.get()) {
      throw ConversationRefusal.notFound("/Services/" + serviceSid);
    }
  }

  boolean isGone() {
    return deleted.get();
  }

  /** Nothing is to be had here from now on; the objects are deleted by who owns them. */
  void vanish() {
    deleted.set(true);
  }
}
