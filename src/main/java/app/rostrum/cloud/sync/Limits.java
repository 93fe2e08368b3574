package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Twilio's limits on stored data, or ours where Twilio's are too wide for one machine. */
final class Limits {
  static final int MAX_DATA_BYTES = 16 * 1024;
  static final int MAX_MESSAGE_BYTES = 4 * 1024;
  static final int WRITES_PER_SECOND = 20;
  static final int WRITE_BURST = 10 * WRITES_PER_SECOND;
  static final int MAX_KEY_LENGTH = 320;
  static final int MAX_NAME_LENGTH = 320;
  static final int MAX_TTL_SECONDS = 31_536_000;
  static final int MAX_OBJECTS_PER_SERVICE = 150_000;
  static final int MAX_OBJECTS_PER_PRODUCT = 200_000;
  static final int MAX_ITEMS = 100_000;
  static final int MAX_PERMISSIONS_PER_OBJECT = 150_000;
  static final int MAX_TOMBSTONES = 10_000;
  static final int FEW_TOMBSTONES = 1_000;
  static final int MAX_PAGE = 100;
  static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
  private static final Pattern SID = Pattern.compile("[A-Z]{2}[0-9a-f]{32}");

  private Limits() {}

  /**
   * Returns the tombstones that a collection keeps: whoever missed many more removals than it has
   * items reads it afresh at less cost.
   */
  static int tombstones(int items) {
    return Math.min(FEW_TOMBSTONES + items, MAX_TOMBSTONES);
  }

  static void checkData(JsonObject data) {
    if (GSON.toJson(data).getBytes(StandardCharsets.UTF_8).length > MAX_DATA_BYTES) {
      throw new Refusal(413, 54006, "Request entity is too large: data is over 16 KiB");
    }
  }

  static void checkMessage(JsonObject data) {
    if (GSON.toJson(data).getBytes(StandardCharsets.UTF_8).length > MAX_MESSAGE_BYTES) {
      throw new Refusal(413, 54006, "Request entity is too large: a message is over 4 KiB");
    }
  }

  static void checkKey(String key) {
    if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
      throw new Refusal(400, 54211, "A key has 1 to " + MAX_KEY_LENGTH + " characters");
    }
  }

  static void checkIdentity(String identity) {
    if (identity.isEmpty() || identity.length() > MAX_NAME_LENGTH) {
      throw new Refusal(400, 20001, "An identity has 1 to " + MAX_NAME_LENGTH + " characters");
    }
  }

  static void checkName(@Nullable String name) {
    if (name != null
        && (name.isEmpty() || name.length() > MAX_NAME_LENGTH || SID.matcher(name).matches())) {
      throw new Refusal(
          400, 54302, "A unique name has 1 to " + MAX_NAME_LENGTH + " characters and is no SID");
    }
  }

  /**
   * Computes the time of expiry.
   *
   * @param ttl seconds; 0 means never, null keeps the present expiry
   * @param present null for never
   */
  static @Nullable Instant expiry(@Nullable Integer ttl, Instant now, @Nullable Instant present) {
    if (ttl == null) {
      return present;
    }
    if (ttl < 0 || ttl > MAX_TTL_SECONDS) {
      throw new Refusal(400, 54011, "TTL must be between 0 and " + MAX_TTL_SECONDS);
    }
    return ttl == 0 ? null : now.plusSeconds(ttl);
  }
}
