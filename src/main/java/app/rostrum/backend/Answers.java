package app.rostrum.backend;

import app.rostrum.backend.BackendException.Kind;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Reads the backend's answers. The API's published text promises the token only; for anything else
 * that is missing, the reference deployment's values apply.
 */
final class Answers {
  private static final URI TWILIO_SIGNALING = URI.create("wss://global.vss.twilio.com/signaling");
  private static final URI TWILIO_TWILSOCK = URI.create("wss://tsock.us1.twilio.com/v3/wsconnect");

  private Answers() {}

  static StreamCredentials credentials(
      JsonObject answer, BackendAddress backend, Optional<String> usualUserDocument) {
    String token = text(answer, "token");
    if (token.isEmpty()) {
      throw new BackendException(
          Kind.SERVER_ERROR,
          "no token",
          "The backend's answer cannot be understood. Try again.",
          null);
    }
    JsonObject names = object(answer, "sync_object_names");
    JsonObject endpoints = object(answer, "endpoints");
    JsonObject playback = object(answer, "playback");
    return new StreamCredentials(
        token,
        text(answer, "room_sid"),
        flag(answer, "chat_enabled", true),
        text(names, "speakers_map", "speakers"),
        text(names, "viewers_map", "viewers"),
        text(names, "raised_hands_map", "raised_hands"),
        usualUserDocument.map(usual -> text(names, "user_document", usual)),
        backend.resolveSocket(text(endpoints, "video")).orElse(TWILIO_SIGNALING),
        backend.resolveSocket(text(endpoints, "twilsock")).orElse(TWILIO_TWILSOCK),
        // The grant's address is the public one, which may not be the one that leads there from
        // here.
        backend
            .resolve(text(endpoints, "player"))
            .or(() -> backend.resolve(text(playback, "whepUrl"))),
        Optional.of(count(answer, "take_over_after")).filter(s -> s > 0).map(Duration::ofSeconds),
        Optional.of(text(names, "stream_document"))
            .filter(document -> !document.isEmpty())
            .map(document -> new DeskObjects(document, text(names, "kept_out_map", "kept_out"))),
        Optional.of(text(names, "reactions_document")).filter(document -> !document.isEmpty()),
        Optional.of(text(names, "captions_document")).filter(document -> !document.isEmpty()));
  }

  /** Reads a stream of the list; empty if it cannot be read. */
  static Optional<StreamSummary> summary(JsonElement element) {
    if (!(element instanceof JsonObject stream) || text(stream, "stream_name").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new StreamSummary(
            text(stream, "stream_name"),
            text(stream, "room_sid"),
            text(stream, "host_identity"),
            count(stream, "speakers"),
            count(stream, "listeners"),
            instant(text(stream, "started_at")),
            flag(stream, "open_stage", true),
            flag(stream, "locked", false),
            text(stream, "topic"),
            flag(stream, "recorded", false)));
  }

  static String text(JsonObject object, String name) {
    return text(object, name, "");
  }

  private static String text(JsonObject object, String name, String otherwise) {
    JsonElement value = object.get(name);
    return value != null
            && value.isJsonPrimitive()
            && value.getAsJsonPrimitive().isString()
            && !value.getAsString().isEmpty()
        ? value.getAsString()
        : otherwise;
  }

  static boolean flag(JsonObject object, String name, boolean otherwise) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()
        ? value.getAsBoolean()
        : otherwise;
  }

  private static int count(JsonObject object, String name) {
    JsonElement value = object.get(name);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      return 0;
    }
    double number = value.getAsDouble();
    return number > 0 && number <= Integer.MAX_VALUE ? (int) number : 0;
  }

  private static JsonObject object(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonObject object ? object : new JsonObject();
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
