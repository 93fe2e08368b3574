package app.rostrum.cloud.conversations;

import app.rostrum.wire.sync.SyncTime;
import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names and data of the Sync objects that store conversations, messages and participants and
 * show them to clients (protocol note, section 6.1). Three fields are read by no SDK: {@code
 * timers} and {@code owner} of a conversation and {@code mutation} of a message.
 */
final class ChatJson {
  static final String DOCUMENT = ".channel";
  static final String MESSAGES = ".messages";
  static final String ROSTER = ".roster";
  static final String USER_INFO = ".info";
  static final String MY_CONVERSATIONS = ".channels";

  private ChatJson() {}

  static String documentName(String conversationSid) {
    return conversationSid + DOCUMENT;
  }

  static String messagesName(String conversationSid) {
    return conversationSid + MESSAGES;
  }

  static String rosterName(String conversationSid) {
    return conversationSid + ROSTER;
  }

  static String userInfoName(String userSid) {
    return userSid + USER_INFO;
  }

  static String myConversationsName(String identity) {
    return identity + MY_CONVERSATIONS;
  }

  /** Returns the part of an object's name before a suffix; empty if the name ends otherwise. */
  static Optional<String> ownerOf(@Nullable String objectName, String suffix) {
    return Optional.ofNullable(objectName)
        .filter(name -> name.endsWith(suffix))
        .map(name -> name.substring(0, name.length() - suffix.length()));
  }

  /** Writes the data of a conversation's document. */
  static JsonObject document(ConversationRecord conversation, @Nullable MessageRecord last) {
    var data = new JsonObject();
    data.addProperty("uniqueName", conversation.uniqueName().orElse(null));
    data.addProperty("friendlyName", conversation.friendlyName().orElse(null));
    data.addProperty("attributes", conversation.attributes());
    data.addProperty("createdBy", conversation.createdBy());
    data.addProperty("dateCreated", SyncTime.format(conversation.created()));
    data.addProperty("dateUpdated", SyncTime.format(conversation.updated()));
    var state = new JsonObject();
    state.addProperty("current", name(conversation.state()));
    state.addProperty("dateUpdated", SyncTime.format(conversation.stateUpdated()));
    data.add("state", state);
    if (last != null) {
      var lastMessage = new JsonObject();
      lastMessage.addProperty("index", last.index());
      lastMessage.addProperty("timestamp", SyncTime.format(last.created()));
      data.add("lastMessage", lastMessage);
    }
    data.addProperty("messages", messagesName(conversation.sid()));
    data.addProperty("roster", rosterName(conversation.sid()));
    data.add("bindings", new JsonObject());
    var timers = new JsonObject();
    conversation.inactiveAfter().ifPresent(t -> timers.addProperty("inactive", t.toString()));
    conversation.closedAfter().ifPresent(t -> timers.addProperty("closed", t.toString()));
    data.add("timers", timers);
    conversation.owner().ifPresent(owner -> data.addProperty("owner", owner));
    return data;
  }

  /** Reads the data of a conversation's document. Missing fields count as never set. */
  static ConversationRecord conversation(
      String sid, String serviceSid, JsonObject data, Instant documentCreated) {
    Instant created = time(data, "dateCreated").orElse(documentCreated);
    Instant updated = time(data, "dateUpdated").orElse(created);
    JsonObject state = orEmpty(JsonFields.object(data, "state"));
    JsonObject timers = orEmpty(JsonFields.object(data, "timers"));
    return new ConversationRecord(
        sid,
        serviceSid,
        text(data, "uniqueName"),
        text(data, "friendlyName"),
        JsonFields.text(data, "attributes", "{}"),
        state(JsonFields.text(state, "current", "")).orElse(ConversationRecord.State.ACTIVE),
        time(state, "dateUpdated").orElse(created),
        duration(timers, "inactive"),
        duration(timers, "closed"),
        text(data, "owner"),
        created,
        updated,
        updated);
  }

  /** Writes the data of a message's list item. */
  static JsonObject item(MessageRecord message) {
    var data = new JsonObject();
    data.addProperty("sid", message.sid());
    data.addProperty("author", message.author());
    data.addProperty("text", message.body());
    data.addProperty("type", "text");
    data.addProperty("attributes", message.attributes());
    data.addProperty("timestamp", SyncTime.format(message.created()));
    data.addProperty("dateUpdated", SyncTime.format(message.updated()));
    data.addProperty("lastUpdatedBy", message.lastUpdatedBy());
    message.participantSid().ifPresent(sid -> data.addProperty("memberSid", sid));
    message.subject().ifPresent(subject -> data.addProperty("subject", subject));
    message.mutation().ifPresent(mutation -> data.addProperty("mutation", mutation));
    return data;
  }

  /** Reads the data of a message's list item. */
  static MessageRecord message(
      String conversationSid, long index, JsonObject data, Instant itemCreated) {
    Instant created = time(data, "timestamp").orElse(itemCreated);
    String author = JsonFields.text(data, "author", "system");
    return new MessageRecord(
        index,
        JsonFields.text(data, "sid", ""),
        conversationSid,
        author,
        text(data, "memberSid"),
        JsonFields.text(data, "text", ""),
        JsonFields.text(data, "attributes", "{}"),
        text(data, "subject"),
        text(data, "mutation"),
        created,
        time(data, "dateUpdated").orElse(created),
        JsonFields.text(data, "lastUpdatedBy", author));
  }

  /** Writes the data of a participant's roster item. */
  static JsonObject item(MemberRecord member, String userSid) {
    var data = new JsonObject();
    data.addProperty("identity", member.identity());
    data.addProperty("type", "chat");
    data.addProperty("attributes", member.attributes());
    data.addProperty("dateCreated", SyncTime.format(member.created()));
    data.addProperty("dateUpdated", SyncTime.format(member.updated()));
    data.addProperty("lastConsumedMessageIndex", member.lastRead().orElse(null));
    data.addProperty(
        "lastConsumptionTimestamp", member.lastReadAt().map(SyncTime::format).orElse(null));
    data.addProperty("userInfo", userInfoName(userSid));
    return data;
  }

  /** Reads the data of a participant's roster item. */
  static MemberRecord member(
      String conversationSid, String sid, JsonObject data, Instant itemCreated) {
    Instant created = time(data, "dateCreated").orElse(itemCreated);
    return new MemberRecord(
        sid,
        conversationSid,
        JsonFields.text(data, "identity", ""),
        JsonFields.text(data, "attributes", "{}"),
        Optional.ofNullable(JsonFields.number(data, "lastConsumedMessageIndex")),
        time(data, "lastConsumptionTimestamp"),
        created,
        time(data, "dateUpdated").orElse(created));
  }

  /** Writes the data of an item in a user's map of conversations. */
  static JsonObject mine(MemberRecord member, String notificationLevel) {
    String sid = member.conversationSid();
    var data = new JsonObject();
    data.addProperty("status", "joined");
    data.addProperty("channel", documentName(sid));
    data.addProperty("messages", messagesName(sid));
    data.addProperty("roster", rosterName(sid));
    data.addProperty("lastConsumedMessageIndex", member.lastRead().orElse(null));
    data.addProperty("notificationLevel", notificationLevel);
    return data;
  }

  static String name(ConversationRecord.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  static Optional<ConversationRecord.State> state(String name) {
    for (ConversationRecord.State state : ConversationRecord.State.values()) {
      if (name(state).equals(name)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> text(JsonObject data, String name) {
    return Optional.ofNullable(JsonFields.text(data, name));
  }

  private static Optional<Instant> time(JsonObject data, String name) {
    return Optional.ofNullable(SyncTime.parse(JsonFields.text(data, name)));
  }

  private static Optional<Duration> duration(JsonObject data, String name) {
    try {
      return text(data, name).map(Duration::parse);
    } catch (DateTimeParseException neverWrittenHere) {
      return Optional.empty();
    }
  }

  private static JsonObject orEmpty(@Nullable JsonObject object) {
    return object == null ? new JsonObject() : object;
  }
}
