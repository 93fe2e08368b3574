package app.rostrum.cloud.conversations;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.conversations.Conversation.State;
import app.rostrum.cloud.store.Store;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The chats of the embedded cloud. What returns is in the store; thread-safe. Refuses with a {@link
 * ConversationRefusal}.
 */
public final class Conversations {
  private static final Duration SHORTEST_INACTIVE = Duration.ofMinutes(1);
  private static final Duration SHORTEST_CLOSED = Duration.ofMinutes(10);
  private static final int MAX_NAME = 256;
  private static final int MAX_ATTRIBUTES = 16 * 1024;

  private final ConversationTables tables;
  private final Sids sids;
  private final Clock clock;

  public Conversations(Store store, Sids sids, Clock clock) {
    this.tables = new ConversationTables(store);
    this.sids = sids;
    this.clock = clock;
  }

  /**
   * What a conversation is to be like; what is empty stays as it is.
   *
   * @param attributes a JSON object as text
   */
  public record Wish(
      Optional<String> uniqueName,
      Optional<String> friendlyName,
      Optional<String> attributes,
      Optional<State> state,
      Optional<Duration> inactiveAfter,
      Optional<Duration> closedAfter) {}

  public Instant now() {
    return clock.instant();
  }

  public ChatService createService(String friendlyName) {
    check(!friendlyName.isEmpty() && friendlyName.length() <= MAX_NAME, "FriendlyName");
    var service = new ChatService(sids.next("IS"), friendlyName, now(), now());
    tables.transaction(
        c -> {
          tables.insert(c, service);
          return true;
        });
    return service;
  }

  public List<ChatService> services() {
    return tables.transaction(tables::services);
  }

  public ChatService service(String sid) {
    return tables.transaction(c -> service(c, sid));
  }

  public void deleteService(String sid) {
    if (!tables.transaction(c -> tables.deleteService(c, sid))) {
      throw ConversationRefusal.notFound("/Services/" + sid);
    }
  }

  public Conversation create(String serviceSid, Wish wish) {
    check(wish);
    Instant now = now();
    return tables.transaction(
        c -> {
          service(c, serviceSid);
          checkFree(c, serviceSid, wish.uniqueName());
          var conversation =
              new Conversation(
                  sids.next("CH"),
                  serviceSid,
                  wish.uniqueName(),
                  wish.friendlyName(),
                  wish.attributes().orElse("{}"),
                  wish.state().orElse(State.ACTIVE),
                  timer(wish.inactiveAfter()),
                  timer(wish.closedAfter()),
                  now,
                  now);
          tables.insert(c, conversation);
          return conversation;
        });
  }

  public List<Conversation> conversations(String serviceSid) {
    return tables.transaction(c -> tables.conversations(c, service(c, serviceSid).sid()));
  }

  /** By SID or unique name. */
  public Conversation conversation(String serviceSid, String name) {
    return tables.transaction(c -> conversation(c, serviceSid, name));
  }

  public Conversation update(String serviceSid, String name, Wish wish) {
    check(wish);
    Instant now = now();
    return tables.transaction(
        c -> {
          Conversation old = conversation(c, serviceSid, name);
          State before = old.stateAt(now);
          State after = wish.state().orElse(before);
          if (before == State.CLOSED && after != State.CLOSED) {
            throw ConversationRefusal.closed();
          }
          if (wish.uniqueName().isPresent() && !wish.uniqueName().equals(old.uniqueName())) {
            checkFree(c, serviceSid, wish.uniqueName());
          }
          var changed =
              new Conversation(
                  old.sid(),
                  serviceSid,
                  wish.uniqueName().or(old::uniqueName),
                  wish.friendlyName().or(old::friendlyName),
                  wish.attributes().orElse(old.attributes()),
                  after,
                  wish.inactiveAfter().isPresent()
                      ? timer(wish.inactiveAfter())
                      : old.inactiveAfter(),
                  wish.closedAfter().isPresent() ? timer(wish.closedAfter()) : old.closedAfter(),
                  old.created(),
                  now);
          tables.replace(c, changed);
          return changed;
        });
  }

  public void delete(String serviceSid, String name) {
    tables.transaction(
        c -> {
          tables.deleteConversation(c, conversation(c, serviceSid, name).sid());
          return true;
        });
  }

  public Participant join(
      String serviceSid, String conversation, String identity, Optional<String> attributes) {
    check(!identity.isEmpty() && identity.length() <= MAX_NAME, "Identity");
    attributes.ifPresent(Conversations::checkAttributes);
    Instant now = now();
    return tables.transaction(
        c -> {
          String sid = conversation(c, serviceSid, conversation).sid();
          if (tables.participant(c, sid, identity).isPresent()) {
            throw ConversationRefusal.alreadyParticipant();
          }
          var participant =
              new Participant(sids.next("MB"), sid, identity, attributes.orElse("{}"), now, now);
          tables.insert(c, participant);
          return participant;
        });
  }

  public List<Participant> participants(String serviceSid, String conversation) {
    return tables.transaction(
        c -> tables.participants(c, conversation(c, serviceSid, conversation).sid()));
  }

  /** By SID or identity. */
  public Participant participant(String serviceSid, String conversation, String name) {
    return tables.transaction(c -> participant(c, serviceSid, conversation, name));
  }

  public void leave(String serviceSid, String conversation, String name) {
    tables.transaction(
        c -> {
          tables.deleteParticipant(c, participant(c, serviceSid, conversation, name).sid());
          return true;
        });
  }

  private ChatService service(Connection c, String sid) throws SQLException {
    return tables
        .service(c, sid)
        .orElseThrow(() -> ConversationRefusal.notFound("/Services/" + sid));
  }

  private Conversation conversation(Connection c, String serviceSid, String name)
      throws SQLException {
    return tables
        .conversation(c, serviceSid, name)
        .orElseThrow(() -> ConversationRefusal.notFound("/Conversations/" + name));
  }

  private Participant participant(Connection c, String serviceSid, String conversation, String name)
      throws SQLException {
    return tables
        .participant(c, conversation(c, serviceSid, conversation).sid(), name)
        .orElseThrow(() -> ConversationRefusal.notFound("/Participants/" + name));
  }

  private void checkFree(Connection c, String serviceSid, Optional<String> uniqueName)
      throws SQLException {
    if (uniqueName.isPresent()
        && tables.conversation(c, serviceSid, uniqueName.get()).isPresent()) {
      throw ConversationRefusal.nameTaken();
    }
  }

  /** No time at all means that the timer is off. */
  private static Optional<Duration> timer(Optional<Duration> duration) {
    return duration.filter(d -> !d.isZero());
  }

  private static void check(Wish wish) {
    wish.uniqueName().ifPresent(n -> check(!n.isEmpty() && n.length() <= MAX_NAME, "UniqueName"));
    wish.friendlyName().ifPresent(n -> check(n.length() <= MAX_NAME, "FriendlyName"));
    wish.attributes().ifPresent(Conversations::checkAttributes);
    wish.inactiveAfter()
        .ifPresent(
            t -> check(t.isZero() || t.compareTo(SHORTEST_INACTIVE) >= 0, "Timers.Inactive"));
    wish.closedAfter()
        .ifPresent(t -> check(t.isZero() || t.compareTo(SHORTEST_CLOSED) >= 0, "Timers.Closed"));
  }

  private static void checkAttributes(String attributes) {
    boolean object;
    try {
      object =
          attributes.length() <= MAX_ATTRIBUTES
              && JsonParser.parseString(attributes) instanceof JsonObject;
    } catch (JsonParseException e) {
      object = false;
    }
    check(object, "Attributes");
  }

  private static void check(boolean fine, String parameter) {
    if (!fine) {
      throw ConversationRefusal.invalid(parameter);
    }
  }
}
