package app.rostrum.wire.room;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/** A message of the room layer (RSP version 2) from a client to the server. */
public sealed interface ClientMessage {
  /** The version that both ends speak. */
  int VERSION = 2;

  /** Asks for ICE servers. */
  record Ice(String token) implements ClientMessage {
    @Override
    public String toString() {
      return "Ice[]";
    }
  }

  /**
   * Joins a room.
   *
   * @param name the room's name or SID; empty leaves it to the token
   * @param publisherName the client's software, for example {@code twilio-video.js}
   * @param subscribeAll whether the client wants every track
   * @param mediaSignaling the channels that the client would like, see {@link MediaSignal}
   */
  record Connect(
      String token,
      Optional<String> name,
      String publisherName,
      String publisherVersion,
      LocalParticipant participant,
      List<PeerUpdate> peerConnections,
      boolean subscribeAll,
      List<String> mediaSignaling)
      implements ClientMessage {
    @Override
    public String toString() {
      return "Connect[" + name.orElse("") + ", " + participant + "]";
    }
  }

  /** Reports changes; an official client includes the participant even if it did not change. */
  record Update(
      String session, Optional<LocalParticipant> participant, List<PeerUpdate> peerConnections)
      implements ClientMessage {
    @Override
    public String toString() {
      return "Update[" + participant + "]";
    }
  }

  /** Resumes a session on a new socket. */
  record Sync(
      String token,
      String name,
      String session,
      LocalParticipant participant,
      List<PeerUpdate> peerConnections)
      implements ClientMessage {
    @Override
    public String toString() {
      return "Sync[" + name + "]";
    }
  }

  /** Leaves the room. The session is empty if there never was one. */
  record Disconnect(String session) implements ClientMessage {
    @Override
    public String toString() {
      return "Disconnect[]";
    }
  }

  /** A message of a type that this version does not know. */
  record Unknown(String type) implements ClientMessage {}

  /**
   * Reads a message.
   *
   * @throws MalformedMessageException if a required field is missing
   */
  static ClientMessage parse(JsonObject json) throws MalformedMessageException {
    String type = RoomJson.required(json, "type");
    return switch (type) {
      case "ice" -> new Ice(RoomJson.required(json, "token"));
      case "connect" -> connect(json);
      case "update" ->
          new Update(
              RoomJson.text(json, "session"),
              RoomJson.parsed(json, "participant", LocalParticipant::parse),
              RoomJson.list(json, "peer_connections", PeerUpdate::parse));
      case "sync" ->
          new Sync(
              RoomJson.required(json, "token"),
              RoomJson.text(json, "name"),
              RoomJson.required(json, "session"),
              LocalParticipant.parse(RoomJson.requiredChild(json, "participant")),
              RoomJson.list(json, "peer_connections", PeerUpdate::parse));
      case "disconnect" -> new Disconnect(RoomJson.text(json, "session"));
      default -> new Unknown(type);
    };
  }

  private static Connect connect(JsonObject json) throws MalformedMessageException {
    JsonObject publisher = RoomJson.child(json, "publisher").orElseGet(JsonObject::new);
    JsonObject subscribe = RoomJson.child(json, "subscribe").orElseGet(JsonObject::new);
    List<String> rules = RoomJson.list(subscribe, "rules", rule -> RoomJson.text(rule, "type"));
    return new Connect(
        RoomJson.required(json, "token"),
        RoomJson.optionalText(json, "name"),
        RoomJson.text(publisher, "name"),
        RoomJson.text(publisher, "sdk_version"),
        LocalParticipant.parse(RoomJson.requiredChild(json, "participant")),
        RoomJson.list(json, "peer_connections", PeerUpdate::parse),
        !rules.contains("exclude"),
        MediaSignal.requested(json));
  }

  /** Returns the message as the body of a {@link Frame.Msg}. */
  default JsonObject toJson() {
    var json = new JsonObject();
    switch (this) {
      case Ice ice -> {
        json.addProperty("type", "ice");
        json.addProperty("version", 1);
        json.addProperty("edge", "roaming");
        json.addProperty("token", ice.token());
      }
      case Connect connect -> write(connect, json);
      case Update update -> {
        json.addProperty("type", "update");
        json.addProperty("version", VERSION);
        json.addProperty("session", update.session());
        update.participant().ifPresent(p -> json.add("participant", p.toJson()));
        writePeers(update.peerConnections(), json);
      }
      case Sync sync -> {
        json.addProperty("type", "sync");
        json.addProperty("version", VERSION);
        json.addProperty("name", sync.name());
        json.addProperty("session", sync.session());
        json.addProperty("token", sync.token());
        json.add("participant", sync.participant().toJson());
        writePeers(sync.peerConnections(), json);
      }
      case Disconnect disconnect -> {
        json.addProperty("type", "disconnect");
        json.addProperty("version", VERSION);
        json.addProperty("session", disconnect.session());
      }
      case Unknown unknown -> json.addProperty("type", unknown.type());
    }
    return json;
  }

  private static void write(Connect connect, JsonObject json) {
    json.addProperty("type", "connect");
    json.addProperty("version", VERSION);
    connect
        .name()
        .ifPresentOrElse(
            name -> json.addProperty("name", name), () -> json.add("name", JsonNull.INSTANCE));
    json.addProperty("token", connect.token());
    json.addProperty("format", "unified");
    json.addProperty("ice_servers", "acquire");
    var publisher = new JsonObject();
    publisher.addProperty("name", connect.publisherName());
    publisher.addProperty("sdk_version", connect.publisherVersion());
    publisher.addProperty("user_agent", connect.publisherName());
    json.add("publisher", publisher);
    json.add("participant", connect.participant().toJson());
    writePeers(connect.peerConnections(), json);
    var rule = new JsonObject();
    rule.addProperty("type", connect.subscribeAll() ? "include" : "exclude");
    rule.addProperty("all", true);
    var subscribe = new JsonObject();
    subscribe.addProperty("revision", 1);
    subscribe.add("rules", RoomJson.array(List.of(rule)));
    json.add("subscribe", subscribe);
    json.add("media_signaling", MediaSignal.request(connect.mediaSignaling()));
  }

  private static void writePeers(List<PeerUpdate> peers, JsonObject json) {
    if (!peers.isEmpty()) {
      json.add("peer_connections", RoomJson.array(peers.stream().map(PeerUpdate::toJson).toList()));
    }
  }
}
