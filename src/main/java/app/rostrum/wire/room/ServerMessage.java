package app.rostrum.wire.room;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A message of the room layer (RSP version 2) from the server to a client. */
public sealed interface ServerMessage {
  /** A STUN or TURN server. User name and credential are empty for STUN. */
  record IceServer(List<String> urls, String username, String credential) {
    @Override
    public String toString() {
      return "IceServer" + urls;
    }
  }

  /** Hands out ICE servers. */
  record Iced(List<IceServer> iceServers) implements ServerMessage {}

  /** The identity under which the client joined. */
  record Self(String sid, String identity) {}

  /**
   * The parts of a room's state that may change. An absent part is unchanged.
   *
   * @param participants complete in {@link Synced} only
   * @param mediaSignaling labels of the data channels that carry {@link MediaSignal}s, by the
   *     channel's name
   */
  record State(
      Optional<List<ParticipantState>> participants,
      Optional<Published> published,
      Optional<Subscribed> subscribed,
      Optional<List<PeerUpdate>> peerConnections,
      Optional<Map<String, String>> mediaSignaling) {
    /** A state in which nothing has changed. */
    public static final State NOTHING =
        new State(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public State withParticipants(List<ParticipantState> value) {
      return new State(Optional.of(value), published, subscribed, peerConnections, mediaSignaling);
    }

    public State withPublished(Published value) {
      return new State(
          participants, Optional.of(value), subscribed, peerConnections, mediaSignaling);
    }

    public State withSubscribed(Subscribed value) {
      return new State(
          participants, published, Optional.of(value), peerConnections, mediaSignaling);
    }

    public State withPeerConnections(List<PeerUpdate> value) {
      return new State(participants, published, subscribed, Optional.of(value), mediaSignaling);
    }

    public State withMediaSignaling(Map<String, String> value) {
      return new State(participants, published, subscribed, peerConnections, Optional.of(value));
    }

    private static State parse(JsonObject json) throws MalformedMessageException {
      return new State(
          RoomJson.optionalList(json, "participants", ParticipantState::parse),
          RoomJson.parsed(json, "published", Published::parse),
          RoomJson.parsed(json, "subscribed", Subscribed::parse),
          RoomJson.optionalList(json, "peer_connections", PeerUpdate::parse),
          RoomJson.parsed(json, "media_signaling", MediaSignal::labels));
    }

    private void write(JsonObject json) {
      participants.ifPresent(
          list ->
              json.add(
                  "participants",
                  RoomJson.array(list.stream().map(ParticipantState::toJson).toList())));
      published.ifPresent(p -> json.add("published", p.toJson()));
      subscribed.ifPresent(s -> json.add("subscribed", s.toJson()));
      peerConnections.ifPresent(
          list ->
              json.add(
                  "peer_connections",
                  RoomJson.array(list.stream().map(PeerUpdate::toJson).toList())));
      mediaSignaling.ifPresent(
          labels -> json.add("media_signaling", MediaSignal.transports(labels)));
    }
  }

  /**
   * Tells that the client has joined the room.
   *
   * @param session the key for resuming
   * @param sessionTimeoutSeconds the time within which a lost client can resume
   */
  record Connected(
      String session, String sid, String name, int sessionTimeoutSeconds, Self self, State state)
      implements ServerMessage {
    @Override
    public String toString() {
      return "Connected[" + sid + ", " + self + "]";
    }
  }

  /** Announces changes. */
  record Update(State state) implements ServerMessage {}

  /** Resumes a session. Participants are complete; peer connections are too, if present. */
  record Synced(String session, String sid, String name, Self self, State state)
      implements ServerMessage {
    @Override
    public String toString() {
      return "Synced[" + sid + ", " + self + "]";
    }
  }

  /**
   * Ends the client's session without an error.
   *
   * @param completed whether the room itself has ended
   */
  record Disconnected(boolean completed) implements ServerMessage {}

  /** Ends the client's session by an error, which is always fatal. */
  record Error(int code, String message) implements ServerMessage {}

  /** A message of a type that this version does not know or need. */
  record Unknown(String type) implements ServerMessage {}

  /**
   * Reads a message.
   *
   * @throws MalformedMessageException if a required field is missing
   */
  static ServerMessage parse(JsonObject json) throws MalformedMessageException {
    String type = RoomJson.required(json, "type");
    return switch (type) {
      case "iced" -> new Iced(RoomJson.list(json, "ice_servers", ServerMessage::iceServer));
      case "connected" -> {
        JsonObject options = RoomJson.child(json, "options").orElseGet(JsonObject::new);
        yield new Connected(
            RoomJson.text(json, "session"),
            RoomJson.required(json, "sid"),
            RoomJson.text(json, "name"),
            RoomJson.number(options, "session_timeout", 30),
            self(RoomJson.requiredChild(json, "participant")),
            State.parse(json));
      }
      case "update" -> new Update(State.parse(json));
      case "synced" ->
          new Synced(
              RoomJson.text(json, "session"),
              RoomJson.text(json, "sid"),
              RoomJson.text(json, "name"),
              self(RoomJson.child(json, "participant").orElseGet(JsonObject::new)),
              State.parse(json));
      case "disconnected" -> new Disconnected("completed".equals(RoomJson.text(json, "status")));
      case "error" -> new Error(RoomJson.number(json, "code", 0), RoomJson.text(json, "message"));
      default -> new Unknown(type);
    };
  }

  private static Self self(JsonObject json) {
    return new Self(RoomJson.text(json, "sid"), RoomJson.text(json, "identity"));
  }

  private static IceServer iceServer(JsonObject json) {
    var urls = new ArrayList<String>();
    JsonElement value = json.has("urls") ? json.get("urls") : json.get("url");
    if (value instanceof JsonArray array && array.size() <= RoomJson.MAX_LIST) {
      array.forEach(
          element -> {
            if (element instanceof JsonPrimitive p && p.isString()) {
              urls.add(p.getAsString());
            }
          });
    } else if (value instanceof JsonPrimitive p && p.isString()) {
      urls.add(p.getAsString());
    }
    return new IceServer(
        List.copyOf(urls), RoomJson.text(json, "username"), RoomJson.text(json, "credential"));
  }

  /** Returns the message as the body of a {@link Frame.Msg}. */
  default JsonObject toJson() {
    var json = new JsonObject();
    switch (this) {
      case Iced iced -> {
        json.addProperty("type", "iced");
        json.addProperty("version", 1);
        json.add(
            "ice_servers",
            RoomJson.array(iced.iceServers().stream().map(ServerMessage::write).toList()));
      }
      case Connected connected -> {
        json.addProperty("type", "connected");
        json.addProperty("version", ClientMessage.VERSION);
        json.addProperty("session", connected.session());
        json.addProperty("sid", connected.sid());
        json.addProperty("name", connected.name());
        var options = new JsonObject();
        options.addProperty("session_timeout", connected.sessionTimeoutSeconds());
        json.add("options", options);
        json.add("participant", write(connected.self()));
        json.add("recording", notRecording());
        connected.state().write(json);
      }
      case Update update -> {
        json.addProperty("type", "update");
        json.addProperty("version", ClientMessage.VERSION);
        update.state().write(json);
      }
      case Synced synced -> {
        json.addProperty("type", "synced");
        json.addProperty("version", ClientMessage.VERSION);
        json.addProperty("session", synced.session());
        json.addProperty("sid", synced.sid());
        json.addProperty("name", synced.name());
        json.add("participant", write(synced.self()));
        synced.state().write(json);
      }
      case Disconnected disconnected -> {
        json.addProperty("type", "disconnected");
        json.addProperty("version", ClientMessage.VERSION);
        if (disconnected.completed()) {
          json.addProperty("status", "completed");
        }
      }
      case Error error -> {
        json.addProperty("type", "error");
        json.addProperty("version", ClientMessage.VERSION);
        json.addProperty("code", error.code());
        json.addProperty("message", error.message());
      }
      case Unknown unknown -> json.addProperty("type", unknown.type());
    }
    return json;
  }

  private static JsonObject write(IceServer server) {
    var json = new JsonObject();
    var urls = new JsonArray();
    server.urls().forEach(urls::add);
    json.add("urls", urls);
    if (!server.username().isEmpty()) {
      json.addProperty("username", server.username());
    }
    if (!server.credential().isEmpty()) {
      json.addProperty("credential", server.credential());
    }
    return json;
  }

  private static JsonObject write(Self self) {
    var json = new JsonObject();
    json.addProperty("sid", self.sid());
    json.addProperty("identity", self.identity());
    return json;
  }

  private static JsonObject notRecording() {
    var json = new JsonObject();
    json.addProperty("is_recording", false);
    json.addProperty("revision", 1);
    return json;
  }
}
