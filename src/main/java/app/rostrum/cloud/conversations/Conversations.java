package app.rostrum.cloud.conversations;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.Sids;
import app.rostrum.cloud.conversations.ConversationRecord.State;
import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.sync.HostedService;
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
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The Conversations product as the backend sees it: services, conversations, participants, messages
 * and users. Changes are on disk when they return, and connected clients hear of them. Methods
 * throw a {@link Refusal} if they cannot do what was asked. Thread-safe.
 */
public final class Conversations implements AutoCloseable {
  private static final Duration TIMER_PERIOD = Duration.ofSeconds(1);

  private final ConversationTables tables;
  private final SyncServices sync;
  private final ExecutorService executor = Threads.perTask("chat");
  private final Timers timers = Timers.create("chat").on(executor);
  private final ChatContext context;
  private final Map<String, HostedChatService> services = new ConcurrentHashMap<>();

  /** Reads what is stored. */
  public Conversations(Store store, SyncServices sync, Sids sids, Clock clock) {
    this(store, sync, sids, clock, PresenceTiming.USUAL);
  }

  /** Reads what is stored, for tests with other delays. */
  public Conversations(
      Store store, SyncServices sync, Sids sids, Clock clock, PresenceTiming presence) {
    this.tables = new ConversationTables(store);
    this.sync = sync;
    this.context = new ChatContext(clock, sids, executor, timers, presence);
    for (ChatServiceRecord stored : tables.transaction(tables::services)) {
      HostedChatService service = open(stored.sid());
      tables
          .earlierConversations(stored.sid())
          .forEach(earlier -> service.adopt(earlier.conversation(), earlier.members()));
      service.awaitReturn(presence.returnGrace());
    }
    tables.dropEarlier();
    var unused =
        timers.every(TIMER_PERIOD, () -> services.values().forEach(HostedChatService::applyTimers));
  }

  private HostedChatService open(String sid) {
    HostedService objects = sync.productService(ChatProduct.NAME, sid);
    var service = new HostedChatService(context, sid, objects);
    services.put(sid, service);
    return service;
  }

  /** Returns the product that Twilsock serves beside Sync. */
  public TwilsockProduct product() {
    return new ChatProduct(sid -> Optional.ofNullable(services.get(sid)));
  }

  private HostedChatService hosted(String sid) {
    HostedChatService service = services.get(sid);
    if (service == null) {
      throw ChatRefusals.notFound("/Services/" + sid);
    }
    return service;
  }

  private HostedConversation hosted(String serviceSid, String name) {
    return hosted(serviceSid).conversation(name);
  }

  /** Creates a service. */
  public ChatServiceRecord createService(String friendlyName) {
    if (friendlyName.isEmpty()) {
      throw ChatRefusals.invalid("FriendlyName");
    }
    ChatLimits.friendlyName(friendlyName);
    Instant now = context.clock().instant();
    var service = new ChatServiceRecord(context.nextSid("IS"), friendlyName, now, now);
    tables.transaction(
        c -> {
          tables.insert(c, service);
          return true;
        });
    var unused = open(service.sid());
    return service;
  }

  /** Returns all services, the oldest first. */
  public List<ChatServiceRecord> services() {
    return tables.transaction(tables::services);
  }

  /** Returns a service by SID. */
  public ChatServiceRecord service(String sid) {
    return tables
        .transaction(c -> tables.service(c, sid))
        .orElseThrow(() -> ChatRefusals.notFound("/Services/" + sid));
  }

  /** Deletes a service with everything in it. */
  public void deleteService(String sid) {
    HostedChatService service = hosted(sid);
    tables.transaction(c -> tables.deleteService(c, sid));
    services.remove(sid);
    service.markDeleted();
    sync.deleteProductService(ChatProduct.NAME, sid);
  }

  /** Creates a conversation, which belongs to no client. */
  public ConversationRecord create(String serviceSid, ConversationSettings settings) {
    settings.check();
    if (settings.state().equals(Optional.of(State.CLOSED))) {
      throw ChatRefusals.createdClosed();
    }
    return hosted(serviceSid).create(Optional.empty(), settings).describe();
  }

  /** Returns a service's conversations, the oldest first. */
  public List<ConversationRecord> conversations(String serviceSid) {
    return hosted(serviceSid).conversations().stream().map(HostedConversation::describe).toList();
  }

  /** Returns a conversation by SID or unique name. */
  public ConversationRecord conversation(String serviceSid, String name) {
    return hosted(serviceSid, name).describe();
  }

  /** Changes a conversation, its state included; closed is final. */
  public ConversationRecord update(String serviceSid, String name, ConversationSettings settings) {
    settings.check();
    return hosted(serviceSid).update(hosted(serviceSid, name), settings);
  }

  /** Deletes a conversation with its messages. */
  public void delete(String serviceSid, String name) {
    hosted(serviceSid).delete(hosted(serviceSid, name));
  }

  /** Adds a participant, who becomes a user of the service if need be. */
  public MemberRecord join(
      String serviceSid, String conversation, String identity, Optional<String> attributes) {
    ChatLimits.identity(identity);
    attributes.ifPresent(ChatLimits::attributes);
    return hosted(serviceSid, conversation).join(identity, attributes.orElse("{}"));
  }

  /** Returns the participants in the order in which they joined. */
  public List<MemberRecord> participants(String serviceSid, String conversation) {
    return hosted(serviceSid, conversation).members().all();
  }

  /** Returns a participant by SID or identity. */
  public MemberRecord participant(String serviceSid, String conversation, String name) {
    return hosted(serviceSid, conversation).members().get(name);
  }

  /**
   * Changes a participant. Empty parameters leave things as they are.
   *
   * @param lastRead the index of the newest message read
   */
  public MemberRecord updateParticipant(
      String serviceSid,
      String conversation,
      String name,
      Optional<String> attributes,
      Optional<Long> lastRead) {
    attributes.ifPresent(ChatLimits::attributes);
    HostedConversation hosted = hosted(serviceSid, conversation);
    MemberRecord member = hosted.members().get(name);
    if (attributes.isPresent()) {
      member = hosted.update(member, attributes.get());
    }
    return lastRead.isPresent() ? hosted.markRead(member, lastRead) : member;
  }

  /** Removes a participant by SID or identity. */
  public void leave(String serviceSid, String conversation, String name) {
    HostedConversation hosted = hosted(serviceSid, conversation);
    hosted.leave(hosted.members().get(name));
  }

  /** Sends a message from the backend, with any author. */
  public MessageRecord send(String serviceSid, String conversation, String author, Draft draft) {
    ChatLimits.identity(author);
    return hosted(serviceSid, conversation).send(null, author, draft);
  }

  /**
   * Reads messages in the order of their indexes.
   *
   * @param from the index to begin with; null for the first one in that order
   */
  public List<MessageRecord> messages(
      String serviceSid, String conversation, @Nullable Long from, boolean descending, int limit) {
    return hosted(serviceSid, conversation).messages(from, descending, limit);
  }

  /** Returns a message by SID. */
  public MessageRecord message(String serviceSid, String conversation, String sid) {
    return hosted(serviceSid, conversation).message(sid);
  }

  /** Changes a message. Empty parameters leave things as they are. */
  public MessageRecord edit(
      String serviceSid,
      String conversation,
      String sid,
      Optional<String> body,
      Optional<String> attributes) {
    attributes.ifPresent(ChatLimits::attributes);
    return hosted(serviceSid, conversation).edit(sid, null, body.map(ChatLimits::body), attributes);
  }

  /** Removes a message. Its index is not used a second time. */
  public void removeMessage(String serviceSid, String conversation, String sid) {
    hosted(serviceSid, conversation).remove(sid, null);
  }

  /** Creates a user, which is refused if there is one. */
  public UserRecord createUser(
      String serviceSid,
      String identity,
      Optional<String> friendlyName,
      Optional<String> attributes) {
    HostedChatService service = hosted(serviceSid);
    friendlyName.ifPresent(ChatLimits::friendlyName);
    attributes.ifPresent(ChatLimits::attributes);
    if (service.users().find(identity).isPresent()) {
      throw ChatRefusals.userExists();
    }
    HostedUser user = service.users().user(identity);
    friendlyName.ifPresent(user::setFriendlyName);
    attributes.ifPresent(user::setAttributes);
    return user.describe();
  }

  /** Returns a service's users, the oldest first. */
  public List<UserRecord> users(String serviceSid) {
    return hosted(serviceSid).users().all().stream().map(HostedUser::describe).toList();
  }

  /** Returns a user by SID or identity. */
  public UserRecord user(String serviceSid, String name) {
    return existing(serviceSid, name).describe();
  }

  private HostedUser existing(String serviceSid, String name) {
    return hosted(serviceSid)
        .users()
        .find(name)
        .orElseThrow(() -> ChatRefusals.notFound("/Users/" + name));
  }

  /** Changes a user. Empty parameters leave things as they are. */
  public UserRecord updateUser(
      String serviceSid, String name, Optional<String> friendlyName, Optional<String> attributes) {
    friendlyName.ifPresent(ChatLimits::friendlyName);
    attributes.ifPresent(ChatLimits::attributes);
    HostedUser user = existing(serviceSid, name);
    friendlyName.ifPresent(user::setFriendlyName);
    attributes.ifPresent(user::setAttributes);
    return user.describe();
  }

  /** Deletes a user, who leaves all conversations. The messages stay. */
  public void deleteUser(String serviceSid, String name) {
    HostedUser user = existing(serviceSid, name);
    for (String conversation : user.joined()) {
      leave(serviceSid, conversation, user.identity());
    }
    hosted(serviceSid).users().delete(user);
  }

  /** Stops the timers and waits for running tasks. Whatever was due is done at the next start. */
  @Override
  public void close() {
    timers.close();
    executor.close();
  }
}
