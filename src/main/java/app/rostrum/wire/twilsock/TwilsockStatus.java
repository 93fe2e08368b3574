package app.rostrum.wire.twilsock;

import com.google.gson.JsonObject;

/**
 * The status of a reply or of a close.
 *
 * @param code like an HTTP status; 2xx is success
 * @param errorCode Twilio's error code, 0 if there is none
 */
public record TwilsockStatus(int code, String status, String description, int errorCode) {
  public static final TwilsockStatus OK = new TwilsockStatus(200, "OK", "", 0);

  public boolean isSuccess() {
    return code >= 200 && code < 300;
  }

  JsonObject toJson() {
    var json = new JsonObject();
    json.addProperty("code", code);
    json.addProperty("status", status);
    if (!description.isEmpty()) {
      json.addProperty("description", description);
    }
    if (errorCode != 0) {
      json.addProperty("errorCode", errorCode);
    }
    return json;
  }

  static TwilsockStatus read(JsonObject json) {
    return new TwilsockStatus(
        small(json, "code"),
        JsonFields.text(json, "status", ""),
        JsonFields.text(json, "description", ""),
        small(json, "errorCode"));
  }

  private static int small(JsonObject json, String name) {
    long value = JsonFields.number(json, name, 0);
    return value >= 0 && value <= Integer.MAX_VALUE ? (int) value : 0;
  }
}
