package app.rostrum.cloud.conversations;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.conversations.ConversationRecord.State;
import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.sync.SyncServices;
import app.rostrum.cloud.twilsock.TwilsockProduct;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The chats of the embedded cloud, as the backend sees them. What returns is in the store, and
 * whoever is connected hears of it; thread-safe. Refuses with a {@link ConversationRefusal}.
 */
public final class Conversations implements AutoCloseable {
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /**
   * How long things may take.
   *
   * @param debouncing how long somebody may be gone before he counts as offline
   * @param returnGrace how long after a start those who were online before have to come back
   */
  public record Patience(Duration debouncing, Duration returnGrace) {
    public static final Patience USUAL =
        new Patience(Duration.ofSeconds(5), Duration.ofSeconds(20));
  }

  private final ConversationTables tables;
  private final SyncServices sync;
  private final Sids sids;
  private final Clock clock;
  private final Patience patience;
  private final ExecutorService executor = Threads.perTask("chat");
  private final Timers timers = Timers.create("chat").on(executor);
  private final Map<String, HostedChatService> spaces = new ConcurrentHashMap<>();

  /** Reads what the store holds. */
  public Conversations(Store store, SyncServices sync, Sids sids, Clock clock) {
    this(store, sync, sids, clock, Patience.USUAL);
  }

  public Conversations(Store store, SyncServices sync, Sids sids, Clock clock, Patience patience) {
    this.tables = new ConversationTables(store);
    this.sync = sync;
    this.sids = sids;
    this.clock = clock;
    this.patience = patience;
    for (ChatServiceRecord service : tables.transaction(tables::services)) {
      HostedChatService space = open(service.sid());
      tables.moveInto(space);
      space.awaitReturn(patience.returnGrace());
    }
    tables.dropMoved();
    var unused = timers.every(SWEEP, () -> spaces.values().forEach(HostedChatService::applyTimers));
  }

  private HostedChatService open(String serviceSid) {
    var space =
        new HostedChatService(this, serviceSid, sync.productService(ChatProduct.NAME, serviceSid));
    spaces.put(serviceSid, space);
    return space;
  }

  /**
   * What a conversation is to be like; what is empty stays as it is.
   *
   * @param uniqueName the empty text for none
   * @param attributes JSON as text
   */
  public record Wish(
      Optional<String> uniqueName,
      Optional<String> friendlyName,
      Optional<String> attributes,
      Optional<State> state,
      Optional<Duration> inactiveAfter,
      Optional<Duration> closedAfter) {
    void check() {
      uniqueName.ifPresent(ChatLimits::uniqueName);
      friendlyName.ifPresent(ChatLimits::friendlyName);
      attributes.ifPresent(ChatLimits::attributes);
      check(inactiveAfter, ChatLimits.SHORTEST_INACTIVE, "Timers.Inactive");
      check(closedAfter, ChatLimits.SHORTEST_CLOSED, "Timers.Closed");
    }

    private static void check(Optional<Duration> time, Duration shortest, String parameter) {
      if (time.isPresent() && !time.get().isZero() && time.get().compareTo(shortest) < 0) {
        throw ConversationRefusal.invalid(parameter);
      }
    }

    /** The name to have instead of the one before. */
    Optional<String> nameAfter(Optional<String> before) {
      return uniqueName.or(() -> before).filter(name -> !name.isEmpty());
    }

    boolean onlyState() {
      return uniqueName.isEmpty()
          && friendlyName.isEmpty()
          && attributes.isEmpty()
          && inactiveAfter.isEmpty()
          && closedAfter.isEmpty();
    }
  }

  /** No time at all means that the timer is off. */
  static Optional<Duration> timer(Optional<Duration> duration) {
    return duration.filter(d -> !d.isZero());
  }

  /** What Twilsock serves of this beside Sync. */
  public TwilsockProduct product() {
    return new ChatProduct(this);
  }

  Clock clock() {
    return clock;
  }

  Sids sids() {
    return sids;
  }

  Duration debouncing() {
    return patience.debouncing();
  }

  Timers timers() {
    return timers;
  }

  Executor executor() {
    return executor;
  }

  /** A service at work; 404 if there is none. */
  HostedChatService space(String serviceSid) {
    HostedChatService space = spaces.get(serviceSid);
    if (space == null) {
      throw ConversationRefusal.notFound("/Services/" + serviceSid);
    }
    return space;
  }

  public ChatServiceRecord createService(String friendlyName) {
    if (friendlyName.isEmpty()) {
      throw ConversationRefusal.invalid("FriendlyName");
    }
    ChatLimits.friendlyName(friendlyName);
    Instant now = clock.instant();
    var service = new ChatServiceRecord(sids.next("IS"), friendlyName, now, now);
    tables.transaction(
        c -> {
          tables.insert(c, service);
          return true;
        });
    var unused = open(service.sid());
    return service;
  }

  public List<ChatServiceRecord> services() {
    return tables.transaction(tables::services);
  }

  public ChatServiceRecord service(String sid) {
    return tables
        .transaction(c -> tables.service(c, sid))
        .orElseThrow(() -> ConversationRefusal.notFound("/Services/" + sid));
  }

  public void deleteService(String sid) {
    HostedChatService space = space(sid);
    tables.transaction(c -> tables.deleteService(c, sid));
    spaces.remove(sid);
    space.vanish();
    sync.deleteProductService(ChatProduct.NAME, sid);
  }

  public ConversationRecord create(String serviceSid, Wish wish) {
    wish.check();
    if (wish.state().equals(Optional.of(State.CLOSED))) {
      throw ConversationRefusal.beginsClosed();
    }
    return space(serviceSid).create(Optional.empty(), wish).describe();
  }

  public List<ConversationRecord> conversations(String serviceSid) {
    return space(serviceSid).conversations().stream().map(HostedConversation::describe).toList();
  }

  private HostedConversation live(String serviceSid, String name) {
    return space(serviceSid).conversation(name);
  }

  /** By SID or unique name. */
  public ConversationRecord conversation(String serviceSid, String name) {
    return live(serviceSid, name).describe();
  }

  public ConversationRecord update(String serviceSid, String name, Wish wish) {
    wish.check();
    return space(serviceSid).update(live(serviceSid, name), wish);
  }

  public void delete(String serviceSid, String name) {
    space(serviceSid).delete(live(serviceSid, name));
  }

  public MemberRecord join(
      String serviceSid, String conversation, String identity, Optional<String> attributes) {
    ChatLimits.identity(identity);
    attributes.ifPresent(ChatLimits::attributes);
    return live(serviceSid, conversation).join(identity, attributes.orElse("{}"));
  }

  /** In the order in which they came. */
  public List<MemberRecord> participants(String serviceSid, String conversation) {
    return live(serviceSid, conversation).participants();
  }

  /** By SID or identity. */
  public MemberRecord participant(String serviceSid, String conversation, String name) {
    return live(serviceSid, conversation).participant(name);
  }

  /**
   * Changes a participant; what is empty stays as it is.
   *
   * @param lastRead the index of the newest message that was read
   */
  public MemberRecord updateParticipant(
      String serviceSid,
      String conversation,
      String name,
      Optional<String> attributes,
      Optional<Long> lastRead) {
    attributes.ifPresent(ChatLimits::attributes);
    HostedConversation live = live(serviceSid, conversation);
    MemberRecord participant = live.participant(name);
    if (attributes.isPresent()) {
      participant = live.update(participant, attributes.get());
    }
    return lastRead.isPresent() ? live.read(participant, lastRead) : participant;
  }

  public void leave(String serviceSid, String conversation, String name) {
    HostedConversation live = live(serviceSid, conversation);
    live.leave(live.participant(name));
  }

  /** A message from the backend, in the name of whoever it says. */
  public MessageRecord send(String serviceSid, String conversation, String author, Draft draft) {
    ChatLimits.identity(author);
    return live(serviceSid, conversation).send(null, author, draft);
  }

  /**
   * Messages in the order of their indexes.
   *
   * @param from the index to begin with, null for the end that comes first
   */
  public List<MessageRecord> messages(
      String serviceSid, String conversation, @Nullable Long from, boolean descending, int limit) {
    return live(serviceSid, conversation).messages(from, descending, limit);
  }

  public MessageRecord message(String serviceSid, String conversation, String sid) {
    return live(serviceSid, conversation).message(sid);
  }

  /** Changes a message; what is empty stays as it is. */
  public MessageRecord edit(
      String serviceSid,
      String conversation,
      String sid,
      Optional<String> body,
      Optional<String> attributes) {
    attributes.ifPresent(ChatLimits::attributes);
    return live(serviceSid, conversation).edit(sid, null, body.map(ChatLimits::body), attributes);
  }

  public void removeMessage(String serviceSid, String conversation, String sid) {
    live(serviceSid, conversation).remove(sid, null);
  }

  /** Somebody, known from now on if he was not. */
  public UserRecord createUser(
      String serviceSid,
      String identity,
      Optional<String> friendlyName,
      Optional<String> attributes) {
    HostedChatService space = space(serviceSid);
    friendlyName.ifPresent(ChatLimits::friendlyName);
    attributes.ifPresent(ChatLimits::attributes);
    if (space.findUser(identity).isPresent()) {
      throw new ConversationRefusal(409, 50201, "User already exists");
    }
    HostedUser user = space.user(identity);
    friendlyName.ifPresent(user::rename);
    attributes.ifPresent(user::describe);
    return user.describe();
  }

  public List<UserRecord> users(String serviceSid) {
    return space(serviceSid).users().stream().map(HostedUser::describe).toList();
  }

  /** By SID or identity. */
  public UserRecord user(String serviceSid, String name) {
    return existing(serviceSid, name).describe();
  }

  private HostedUser existing(String serviceSid, String name) {
    return space(serviceSid)
        .findUser(name)
        .orElseThrow(() -> ConversationRefusal.notFound("/Users/" + name));
  }

  /** Changes somebody; what is empty stays as it is. */
  public UserRecord updateUser(
      String serviceSid, String name, Optional<String> friendlyName, Optional<String> attributes) {
    friendlyName.ifPresent(ChatLimits::friendlyName);
    attributes.ifPresent(ChatLimits::attributes);
    HostedUser user = existing(serviceSid, name);
    friendlyName.ifPresent(user::rename);
    attributes.ifPresent(user::describe);
    return user.describe();
  }

  /** Stops timers, and waits for what they have begun; the rest is done at the next start. */
  @Override
  public void close() {
    timers.close();
    executor.close();
  }
}
