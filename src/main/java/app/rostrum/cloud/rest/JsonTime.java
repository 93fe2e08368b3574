package app.rostrum.cloud.rest;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as Twilio's REST API writes them: ISO 8601, in UTC, with whole seconds. */
final class JsonTime {
  private JsonTime() {}

  /** Adds a time; null in the JSON if there is none. */
  static void add(JsonObject json, String name, @Nullable Instant time) {
    json.addProperty(name, time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** Adds a time; null in the JSON if there is none. */
  static void add(JsonObject json, String name, Optional<Instant> time) {
    add(json, name, time.orElse(null));
  }

  /** Adds {@code date_created} and {@code date_updated}, which every resource has. */
  static void addDates(JsonObject json, Instant created, Instant updated) {
    add(json, "date_created", created);
    add(json, "date_updated", updated);
  }
}
