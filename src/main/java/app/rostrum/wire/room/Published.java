package app.rostrum.wire.room;

import com.google.gson.JsonObject;
import java.util.List;

/** The state of the tracks that a participant has announced. */
public record Published(int revision, List<Track> tracks) {
  /** A track, named by its publisher's own id. */
  public sealed interface Track {
    String id();

    record Created(String id) implements Track {}

    record Ready(String id, String sid) implements Track {}

    record Failed(String id, TrackError problem) implements Track {}

    private static Track parse(JsonObject json) throws MalformedMessageException {
      String id = RoomJson.required(json, "id");
      return switch (RoomJson.text(json, "state")) {
        case "ready" -> new Ready(id, RoomJson.required(json, "sid"));
        case "failed" ->
            new Failed(
                id,
                RoomJson.parsed(json, "error", TrackError::parse)
                    .orElse(new TrackError(53300, "")));
        default -> new Created(id);
      };
    }

    private JsonObject toJson() {
      var json = new JsonObject();
      json.addProperty("id", id());
      switch (this) {
        case Created _ -> json.addProperty("state", "created");
        case Ready ready -> {
          json.addProperty("sid", ready.sid());
          json.addProperty("state", "ready");
        }
        case Failed failed -> {
          json.addProperty("state", "failed");
          json.add("error", failed.problem().toJson());
        }
      }
      return json;
    }
  }

  static Published parse(JsonObject json) throws MalformedMessageException {
    return new Published(
        RoomJson.number(json, "revision", 0), RoomJson.list(json, "tracks", Track::parse));
  }

  JsonObject toJson() {
    var json = new JsonObject();
    json.addProperty("revision", revision);
    json.add("tracks", RoomJson.array(tracks.stream().map(Track::toJson).toList()));
    return json;
  }
}
