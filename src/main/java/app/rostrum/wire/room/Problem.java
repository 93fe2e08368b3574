package app.rostrum.wire.room;

import com.google.gson.JsonObject;

/** Twilio's error code and a text about one track. */
public record Problem(int code, String message) {
  static Problem parse(JsonObject json) {
    return new Problem(Fields.number(json, "code", 0), Fields.text(json, "message"));
  }

  JsonObject toJson() {
    var json = new JsonObject();
    json.addProperty("code", code);
    json.addProperty("message", message);
    return json;
  }
}
