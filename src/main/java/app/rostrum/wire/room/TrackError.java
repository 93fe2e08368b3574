package app.rostrum.wire.room;

import com.google.gson.JsonObject;

/** The reason why a track was not published or subscribed: Twilio's error code and a text. */
public record TrackError(int code, String message) {
  static TrackError parse(JsonObject json) {
    return new TrackError(RoomJson.number(json, "code", 0), RoomJson.text(json, "message"));
  }

  JsonObject toJson() {
    var json = new JsonObject();
    json.addProperty("code", code);
    json.addProperty("message", message);
    return json;
  }
}
