package app.rostrum.cloud.conversations;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.TokenBucket;
import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.CollectionItem;
import app.rostrum.cloud.sync.HostedMap;
import app.rostrum.cloud.sync.HostedService;
import app.rostrum.cloud.twilsock.Connection;
import app.rostrum.threads.Timers.Timer;
import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A user of a Conversations service in two Sync maps: one of names and reachability, one of the
 * user's conversations. It also holds the user's connections. Being online is what the map says, so
 * that a user who does not return after a crash is noticed too. Thread-safe.
 */
final class HostedUser {
  private static final String FRIENDLY_NAME = "friendlyName";
  private static final String ATTRIBUTES = "attributes";
  private static final String REACHABILITY = "reachability";
  private static final String IDENTITY = "identity";

  private final ChatContext context;
  private final String sid;
  private final String identity;
  private final HostedMap info;
  private final HostedMap mine;
  private final Mutations mutations;
  private final TokenBucket commands;
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();
  private final Set<String> joined = ConcurrentHashMap.newKeySet();
  private Timer departure = Timer.NONE;
  private boolean online;
  private boolean closed;

  private HostedUser(
      ChatContext context, String sid, String identity, HostedMap info, HostedMap mine) {
    this.context = context;
    this.sid = sid;
    this.identity = identity;
    this.info = info;
    this.mine = mine;
    this.mutations = new Mutations(context.clock());
    this.commands =
        new TokenBucket(context.clock(), ChatLimits.COMMAND_RATE, ChatLimits.COMMAND_BURST);
    this.online = isOnline();
  }

  /** Opens a user, creating whatever is missing of the maps. */
  static HostedUser open(ChatContext context, HostedService objects, String sid, String identity) {
    HostedMap info = map(objects, ChatJson.userInfoName(sid));
    putIfAbsent(info, IDENTITY, value(identity));
    putIfAbsent(info, FRIENDLY_NAME, value(identity));
    putIfAbsent(info, ATTRIBUTES, value("{}"));
    putIfAbsent(info, REACHABILITY, reachability(false));
    HostedMap mine = map(objects, ChatJson.myConversationsName(identity));
    return new HostedUser(context, sid, identity, info, mine);
  }

  private static HostedMap map(HostedService objects, String name) {
    try {
      return objects.map(name);
    } catch (Refusal missing) {
      return objects.createMap(Caller.BACKEND, name, null);
    }
  }

  private static void putIfAbsent(HostedMap map, String key, JsonObject data) {
    if (item(map, key).isEmpty()) {
      var unused = map.put(Caller.BACKEND, key, data, null, null);
    }
  }

  /** Reads whose names a map holds; empty if the map was never completed. */
  static Optional<String> identityOf(HostedMap info) {
    return item(info, IDENTITY).map(data -> JsonFields.text(data, "value"));
  }

  private static Optional<JsonObject> item(HostedMap map, String key) {
    return map.items(Caller.BACKEND, key, true, false, 1).stream()
        .filter(item -> item.position().equals(key))
        .map(CollectionItem::data)
        .findFirst();
  }

  private static JsonObject value(String text) {
    var data = new JsonObject();
    data.addProperty("value", text);
    return data;
  }

  private static JsonObject reachability(boolean online) {
    var data = new JsonObject();
    data.addProperty("online", online);
    data.addProperty("notifiable", false);
    return data;
  }

  String sid() {
    return sid;
  }

  String identity() {
    return identity;
  }

  String infoName() {
    return ChatJson.userInfoName(sid);
  }

  Mutations mutations() {
    return mutations;
  }

  /** Counts a command that changes something; throws a refusal if there have been too many. */
  void countCommand() {
    synchronized (commands) {
      if (!commands.take()) {
        throw ChatRefusals.tooFast();
      }
    }
  }

  int connections() {
    return connections.size();
  }

  /** Sends a frame to all of the user's connections. */
  void send(byte[] frame) {
    connections.values().forEach(connection -> connection.send(frame));
  }

  UserRecord describe() {
    return new UserRecord(
        sid,
        identity,
        text(FRIENDLY_NAME),
        text(ATTRIBUTES),
        isOnline(),
        info.state().created(),
        info.state().updated());
  }

  private String text(String key) {
    return item(info, key).map(data -> JsonFields.text(data, "value", "")).orElse("");
  }

  private boolean isOnline() {
    return item(info, REACHABILITY)
        .map(data -> data.get("online"))
        .filter(value -> value.isJsonPrimitive() && value.getAsBoolean())
        .isPresent();
  }

  void setFriendlyName(String friendlyName) {
    ChatLimits.friendlyName(friendlyName);
    var unused = info.put(Caller.BACKEND, FRIENDLY_NAME, value(friendlyName), null, null);
  }

  void setAttributes(String attributes) {
    ChatLimits.attributes(attributes);
    var unused = info.put(Caller.BACKEND, ATTRIBUTES, value(attributes), null, null);
  }

  /** Returns the SIDs of the conversations in the user's map, where a crash may have left more. */
  List<String> listed() {
    return mine.items().stream().map(CollectionItem::position).toList();
  }

  /** Returns the SIDs of the conversations in which the user is a participant. */
  Set<String> joined() {
    return joined;
  }

  /** Adds or updates a conversation in the user's map. */
  void show(MemberRecord member) {
    String conversationSid = member.conversationSid();
    joined.add(conversationSid);
    JsonObject data = ChatJson.mine(member, notificationLevel(conversationSid));
    if (!item(mine, conversationSid).equals(Optional.of(data))) {
      var unused = mine.put(Caller.BACKEND, conversationSid, data, null, null);
    }
  }

  /** Removes a conversation from the user's map. */
  void hide(String conversationSid) {
    joined.remove(conversationSid);
    if (item(mine, conversationSid).isPresent()) {
      var unused = mine.remove(Caller.BACKEND, conversationSid, null);
    }
  }

  String notificationLevel(String conversationSid) {
    return item(mine, conversationSid)
        .map(data -> JsonFields.text(data, "notificationLevel", "default"))
        .orElse("default");
  }

  void setNotificationLevel(MemberRecord member, String level) {
    JsonObject data = ChatJson.mine(member, level);
    var unused = mine.put(Caller.BACKEND, member.conversationSid(), data, null, null);
  }

  synchronized void connected(Connection connection) {
    departure.cancel();
    connections.put(connection.id(), connection);
    if (!online) {
      setOnline(true);
    }
  }

  synchronized void disconnected(Connection connection) {
    if (connections.remove(connection.id()) != null && connections.isEmpty()) {
      departAfter(context.presence().debouncing());
    }
  }

  /** Begins to wait for a user who was online when the server stopped. */
  synchronized void awaitReturn(Duration grace) {
    if (online && connections.isEmpty()) {
      departAfter(grace);
    }
  }

  private void departAfter(Duration delay) {
    departure.cancel();
    departure = context.timers().after(delay, this::depart);
  }

  private synchronized void depart() {
    if (online && connections.isEmpty() && !closed) {
      setOnline(false);
    }
  }

  private void setOnline(boolean now) {
    var unused = info.put(Caller.BACKEND, REACHABILITY, reachability(now), null, null);
    online = now;
  }

  /** Deletes what is stored of the user, who is in no conversation any more. */
  void delete(HostedService objects) {
    close();
    objects.remove(Caller.BACKEND, mine);
    objects.remove(Caller.BACKEND, info);
  }

  /** Ends the user's timer, because the service with its objects is deleted. */
  synchronized void close() {
    closed = true;
    departure.cancel();
  }
}
