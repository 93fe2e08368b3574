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
   * @param id chosen by the publisher, the second token of a=msid
   * @param priority low, standard or high
   */
  public record Track(String id, TrackKind kind, String name, boolean enabled, String priority) {
    static Track parse(JsonObject json) throws MalformedMessageException {
      String id = Fields.required(json, "id");
      return new Track(
          id,
          TrackKind.parse(Fields.required(json, "kind")),
          Fields.optionalText(json, "name").orElse(id),
          Fields.flag(json, "enabled", true),
          Fields.optionalText(json, "priority").orElse("standard"));
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
        Fields.number(json, "revision", 0), Fields.list(json, "tracks", Track::parse));
  }

  JsonObject toJson() {
    var json = new JsonObject();
    json.addProperty("revision", revision);
    json.add("tracks", Fields.array(tracks.stream().map(Track::toJson).toList()));
    return json;
  }
}
