package app.rostrum.wire.twilsock;

import com.google.gson.JsonObject;

/**
 * The status of a reply or of a close.
 *
 * @param code as in HTTP; 2xx is success
 * @param errorCode Twilio's error code, 0 if there is none
 */
public record TwilsockStatus(int code, String status, String description, int errorCode) {
  public static final TwilsockStatus OK = new TwilsockStatus(200, "OK", "", 0);

  /**
   * The status of a close by a server that restarts. The code is Twilio's for a server that hands
   * its clients on: official SDKs connect again by themselves.
   */
  public static final TwilsockStatus RESTARTING =
      new TwilsockStatus(308, "SERVER_RESTARTING", "The server is restarting", 0);

  /** Returns the phrase of an HTTP status, which SDKs show as an error's message. */
  static String reason(int httpStatus) {
    return switch (httpStatus) {
      case 200 -> "OK";
      case 201 -> "Created";
      case 202 -> "Accepted";
      case 204 -> "No Content";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Request Entity Too Large";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      default -> httpStatus < 300 ? "OK" : "Error";
    };
  }

  /** Returns whether the code is a success. */
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
