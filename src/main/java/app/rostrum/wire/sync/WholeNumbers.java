package app.rostrum.wire.sync;

import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/** Reads ids and indexes, which the real service has been seen to send as texts too. */
final class WholeNumbers {
  private WholeNumbers() {}

  /** Returns a whole number, or the text of one as a number; null if it is anything else. */
  static @Nullable Long read(JsonObject json, String name) {
    Long number = JsonFields.number(json, name);
    String text = number == null ? JsonFields.text(json, name) : null;
    if (text == null || text.isEmpty() || text.length() > 19) {
      return number;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  static long read(JsonObject json, String name, long otherwise) {
    Long number = read(json, name);
    return number == null ? otherwise : number;
  }
}
