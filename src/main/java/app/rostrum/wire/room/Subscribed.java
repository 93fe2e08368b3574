package app.rostrum.wire.room;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * The complete list of tracks that one recipient may receive.
 *
 * @param revision counted by the server for each recipient
 */
public record Subscribed(int revision, List<Track> tracks) {
  /**
   * A publication for one recipient.
   *
   * @param sid the publication's SID
   * @param id the track id in the recipient's session description; empty if it failed
   */
  public record Track(String sid, String id, Optional<TrackError> problem) {
    static Track parse(JsonObject json) throws MalformedMessageException {
      return new Track(
          RoomJson.required(json, "sid"),
          RoomJson.text(json, "id"),
          RoomJson.parsed(json, "error", TrackError::parse));
    }

    JsonObject toJson() {
      var json = new JsonObject();
      json.addProperty("sid", sid);
      if (!id.isEmpty()) {
        json.addProperty("id", id);
      }
      problem.ifPresent(p -> json.add("error", p.toJson()));
      return json;
    }
  }

  static Subscribed parse(JsonObject json) throws MalformedMessageException {
    return new Subscribed(
        RoomJson.number(json, "revision", 0), RoomJson.list(json, "tracks", Track::parse));
  }

  JsonObject toJson() {
    var json = new JsonObject();
    json.addProperty("revision", revision);
    json.add("tracks", RoomJson.array(tracks.stream().map(Track::toJson).toList()));
    return json;
  }
}
