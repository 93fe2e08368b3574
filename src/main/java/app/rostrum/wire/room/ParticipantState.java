package app.rostrum.wire.room;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * A remote participant as the server describes it. The list of tracks is complete.
 *
 * @param revision counted by the server; grows with every change of this participant
 */
public record ParticipantState(
    String sid, String identity, State state, int revision, List<Track> tracks) {
  /** The state of the participant's signaling connection. */
  public enum State {
    CONNECTED,
    RECONNECTING,
    DISCONNECTED;

    private static State parse(String text) {
      return switch (text) {
        case "reconnecting" -> RECONNECTING;
        case "disconnected" -> DISCONNECTED;
        default -> CONNECTED;
      };
    }
  }

  /** A publication of the participant. */
  public record Track(String sid, String name, TrackKind kind, boolean enabled, String priority) {
    static Track parse(JsonObject json) throws MalformedMessageException {
      return new Track(
          RoomJson.required(json, "sid"),
          RoomJson.text(json, "name"),
          TrackKind.parse(RoomJson.required(json, "kind")),
          RoomJson.flag(json, "enabled", true),
          RoomJson.optionalText(json, "priority").orElse("standard"));
    }

    JsonObject toJson() {
      var json = new JsonObject();
      json.addProperty("sid", sid);
      json.addProperty("name", name);
      json.addProperty("kind", kind.word());
      json.addProperty("enabled", enabled);
      json.addProperty("priority", priority);
      return json;
    }
  }

  static ParticipantState parse(JsonObject json) throws MalformedMessageException {
    return new ParticipantState(
        RoomJson.required(json, "sid"),
        RoomJson.text(json, "identity"),
        State.parse(RoomJson.text(json, "state")),
        RoomJson.number(json, "revision", 0),
        RoomJson.list(json, "tracks", Track::parse));
  }

  JsonObject toJson() {
    var json = new JsonObject();
    json.addProperty("sid", sid);
    json.addProperty("identity", identity);
    json.addProperty("state", state.name().toLowerCase(Locale.ROOT));
    json.addProperty("revision", revision);
    json.add("tracks", RoomJson.array(tracks.stream().map(Track::toJson).toList()));
    return json;
  }
}
