package app.rostrum.wire.room;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * A participant as it tells the server about itself. The list of tracks is complete.
 *
 * @param revision grows with every change
 */
public record LocalParticipant(int revision, List<Track> tracks) {
  /**
   * A track that the participant publishes.
   *
   * @param id chosen by the publisher, the second token of a=msid
   * @param priority low, standard or high
   */
  public record Track(String id, TrackKind kind, String name, boolean enabled, String priority) {
    static Track parse(JsonObject json) throws MalformedMessageException {
      String id = RoomJson.required(json, "id");
      return new Track(
          id,
          TrackKind.parse(RoomJson.required(json, "kind")),
          RoomJson.optionalText(json, "name").orElse(id),
          RoomJson.flag(json, "enabled", true),
          RoomJson.optionalText(json, "priority").orElse("standard"));
    }

    JsonObject toJson() {
      var json = new JsonObject();
      json.addProperty("id", id);
      json.addProperty("kind", kind.word());
      json.addProperty("name", name);
      json.addProperty("enabled", enabled);
      json.addProperty("priority", priority);
      return json;
    }
  }

  static LocalParticipant parse(JsonObject json) throws MalformedMessageException {
    return new LocalParticipant(
        RoomJson.number(json, "revision", 0), RoomJson.list(json, "tracks", Track::parse));
  }

  JsonObject toJson() {
    var json = new JsonObject();
    json.addProperty("revision", revision);
    json.add("tracks", RoomJson.array(tracks.stream().map(Track::toJson).toList()));
    return json;
  }
}
