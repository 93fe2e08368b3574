package app.rostrum.cloud.conversations;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.TokenBucket;
import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.HostedMap;
import app.rostrum.cloud.sync.MapItem;
import app.rostrum.cloud.twilsock.Connection;
import app.rostrum.threads.Timers.Timer;
import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Somebody whom a service knows: two maps, one of his names and whether he is there, one of his
 * conversations; and his connections. Whether he is there is what the map says, so that who does
 * not come back after a crash is noticed too.
 */
final class HostedUser {
  private static final String FRIENDLY_NAME = "friendlyName";
  private static final String ATTRIBUTES = "attributes";
  private static final String REACHABILITY = "reachability";
  private static final String IDENTITY = "identity";

  private final HostedChatService space;
  private final String sid;
  private final String identity;
  private final HostedMap info;
  private final HostedMap mine;
  private final Mutations mutations;
  private final TokenBucket commands;
  private final Map<String, Connection> clients = new ConcurrentHashMap<>();
  private final Set<String> joined = ConcurrentHashMap.newKeySet();
  private Timer departure = Timer.NONE;
  private boolean online;

  /** Somebody whose maps are there. */
  HostedUser(HostedChatService space, String sid, String identity, HostedMap info, HostedMap mine) {
    this.space = space;
    this.sid = sid;
    this.identity = identity;
    this.info = info;
    this.mine = mine;
    this.mutations = new Mutations(space.clock());
    this.commands =
        new TokenBucket(space.clock(), ChatLimits.COMMAND_RATE, ChatLimits.COMMAND_BURST);
    this.online = isOnline();
  }

  /** Brings the maps of a new user into being; what is there of them already stays. */
  static HostedUser open(HostedChatService space, String sid, String identity) {
    HostedMap info = map(space, ChatJson.userInfoName(sid));
    put(info, IDENTITY, value(identity));
    put(info, FRIENDLY_NAME, value(identity));
    put(info, ATTRIBUTES, value("{}"));
    put(info, REACHABILITY, reachability(false));
    return new HostedUser(
        space, sid, identity, info, map(space, ChatJson.myConversationsName(identity)));
  }

  private static HostedMap map(HostedChatService space, String name) {
    try {
      return space.objects().map(name);
    } catch (Refusal missing) {
      return space.objects().createMap(Caller.BACKEND, name, null);
    }
  }

  private static void put(HostedMap map, String key, JsonObject data) {
    if (item(map, key).isEmpty()) {
      var unused = map.put(Caller.BACKEND, key, data, null, null);
    }
  }

  /** The identity that a map of names belongs to; empty if it was never finished. */
  static Optional<String> identityOf(HostedMap info) {
    return item(info, IDENTITY).map(data -> JsonFields.text(data, "value"));
  }

  private static Optional<JsonObject> item(HostedMap map, String key) {
    return map.items(Caller.BACKEND, key, true, false, 1).stream()
        .filter(item -> item.key().equals(key))
        .map(MapItem::data)
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

  /** Counts a command that changes something; refused if there have been too many. */
  void command() {
    synchronized (commands) {
      if (!commands.take()) {
        throw ConversationRefusal.tooFast();
      }
    }
  }

  int connections() {
    return clients.size();
  }

  /** Sends a frame to wherever he is. */
  void send(byte[] frame) {
    clients.values().forEach(client -> client.send(frame));
  }

  UserRecord describe() {
    return new UserRecord(
        sid, identity, text(FRIENDLY_NAME), text(ATTRIBUTES), isOnline(), created(), updated());
  }

  private Instant created() {
    return info.state().created();
  }

  private Instant updated() {
    return info.state().updated();
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

  void rename(String friendlyName) {
    ChatLimits.friendlyName(friendlyName);
    var unused = info.put(Caller.BACKEND, FRIENDLY_NAME, value(friendlyName), null, null);
  }

  void describe(String attributes) {
    ChatLimits.attributes(attributes);
    var unused = info.put(Caller.BACKEND, ATTRIBUTES, value(attributes), null, null);
  }

  /**
   * Conversations that the map names, joined or, after a crash, left; in the order of their SIDs.
   */
  List<MapItem> listed() {
    return mine.items();
  }

  /** Conversations that have been joined. */
  Set<String> joined() {
    return joined;
  }

  /** Shows a conversation as joined, with what was read of it. */
  void show(MemberRecord participant) {
    joined.add(participant.conversationSid());
    String level = notificationLevel(participant.conversationSid());
    JsonObject data = ChatJson.mine(participant, level);
    if (!item(mine, participant.conversationSid()).equals(Optional.of(data))) {
      var unused = mine.put(Caller.BACKEND, participant.conversationSid(), data, null, null);
    }
  }

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

  void notificationLevel(MemberRecord participant, String level) {
    var unused =
        mine.put(
            Caller.BACKEND,
            participant.conversationSid(),
            ChatJson.mine(participant, level),
            null,
            null);
  }

  synchronized void connected(Connection client) {
    departure.cancel();
    clients.put(client.id(), client);
    if (!online) {
      reachable(true);
    }
  }

  synchronized void disconnected(Connection client) {
    if (clients.remove(client.id()) != null && clients.isEmpty()) {
      departs(space.debouncing());
    }
  }

  /** Begins to wait for who was there when the process ended. */
  synchronized void awaitReturn(Duration grace) {
    if (online && clients.isEmpty()) {
      departs(grace);
    }
  }

  private void departs(Duration wait) {
    departure.cancel();
    departure = space.later(wait, this::depart);
  }

  private synchronized void depart() {
    if (online && clients.isEmpty() && !space.isGone()) {
      reachable(false);
    }
  }

  private void reachable(boolean there) {
    var unused = info.put(Caller.BACKEND, REACHABILITY, reachability(there), null, null);
    online = there;
  }
}
