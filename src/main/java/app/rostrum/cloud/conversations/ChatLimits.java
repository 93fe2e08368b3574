package app.rostrum.cloud.conversations;

import app.rostrum.cloud.Refusal;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Checks input against Twilio's limits, or our own where Twilio names none, and throws refusals
 * with Twilio's codes. Sizes are in bytes.
 */
final class ChatLimits {
  static final int MAX_PARTICIPANTS = 1000;
  static final int MAX_CONVERSATIONS_PER_USER = 1000;
  static final int MAX_CONVERSATIONS = 20_000;
  static final int MAX_CREATED_PER_USER = 100;
  static final int MAX_BODY = 32 * 1024;
  static final int MAX_ATTRIBUTES = 16 * 1024;
  static final int MAX_NAME = 256;
  static final int MAX_MUTATION_ID = 64;
  static final Duration SHORTEST_INACTIVE = Duration.ofMinutes(1);
  static final Duration SHORTEST_CLOSED = Duration.ofMinutes(10);

  /** Messages of one participant: how many a second, and how many at once. */
  static final double PARTICIPANT_RATE = 20;

  static final int PARTICIPANT_BURST = 60;

  /** Changing commands of one user on all connections: how many a second, and how many at once. */
  static final double COMMAND_RATE = 50;

  static final int COMMAND_BURST = 200;

  /** Messages of one conversation: how many a second, and how many at once. */
  static final double CONVERSATION_RATE = 200;

  static final int CONVERSATION_BURST = 600;
  private static final Pattern CONVERSATION_SID = Pattern.compile("CH[0-9a-f]{32}");
  private static final Pattern USER_SID = Pattern.compile("US[0-9a-f]{32}");

  private ChatLimits() {}

  static void uniqueName(String name) {
    if (name.length() > MAX_NAME) {
      throw new Refusal(400, 50004, "Unique name too long");
    }
    if (CONVERSATION_SID.matcher(name).matches()) {
      throw new Refusal(400, 50390, "Unique name matches the pattern of SIDs");
    }
  }

  static void friendlyName(String name) {
    if (name.length() > MAX_NAME) {
      throw new Refusal(400, 50003, "Friendly name too long");
    }
  }

  static void identity(String identity) {
    if (identity.isEmpty()) {
      throw ChatRefusals.invalid("Identity");
    }
    if (identity.length() > MAX_NAME) {
      throw new Refusal(400, 50207, "Identity too long");
    }
    if (USER_SID.matcher(identity).matches()) {
      throw new Refusal(400, 50206, "Identity matches the pattern of SIDs");
    }
  }

  static void attributes(String attributes) {
    if (bytes(attributes).length > MAX_ATTRIBUTES) {
      throw new Refusal(400, 50303, "Attributes too long");
    }
    if (!isJson(attributes)) {
      throw new Refusal(400, 50304, "Attributes not valid JSON");
    }
  }

  /**
   * Checks a message's body.
   *
   * @return the body with unpaired surrogates replaced, so that it is stored as it is
   */
  static String body(String body) {
    byte[] bytes = bytes(body);
    if (bytes.length == 0) {
      throw new Refusal(400, 50503, "Message body not provided");
    }
    if (bytes.length > MAX_BODY) {
      throw new Refusal(400, 50504, "Message body parameter is too long");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static boolean isUserSid(String name) {
    return USER_SID.matcher(name).matches();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isJson(String text) {
    try (var reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement unused = JsonParser.parseReader(reader);
      return reader.peek() == JsonToken.END_DOCUMENT;
    } catch (IOException | RuntimeException | StackOverflowError malformed) {
      return false;
    }
  }
}
