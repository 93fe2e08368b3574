package app.rostrum.server;

import app.rostrum.names.LineRule;
import app.rostrum.names.NameRule;
import app.rostrum.web.HttpRequest;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A call of the API, with its parameters, which are checked as they are read. */
final class Call {
  static final int MAX_BODY = 64 * 1024;

  /** The greatest lengths of a line of text, in characters. */
  static final int SHORT_LINE = LineRule.SHORT;

  static final int LONG_LINE = LineRule.LONG;

  private static final List<String> RESERVED = List.of("host", "system");

  private final HttpRequest request;
  private final JsonObject parameters;

  private Call(HttpRequest request, JsonObject parameters) {
    this.request = request;
    this.parameters = parameters;
  }

  static Call read(HttpRequest request) {
    checkSize(request);
    return new Call(request, request.body().length == 0 ? new JsonObject() : parse(request.body()));
  }

  static void checkSize(HttpRequest request) {
    if (request.body().length > MAX_BODY) {
      throw ApiRefusal.bodyTooLarge();
    }
  }

  HttpRequest request() {
    return request;
  }

  /** Returns the name of the person who acts or is meant, normalized; never a reserved one. */
  String identity() {
    String identity = name("user_identity", NameRule::problemOfPerson);
    if (RESERVED.stream().anyMatch(reserved -> LookAlikes.areAlike(identity, reserved))
        || LookAlikes.beginsAlike(identity, VideoApi.MEDIA_PROCESSOR)) {
      throw ApiRefusal.invalid("user_identity", "looks like a reserved name");
    }
    return identity;
  }

  String streamName() {
    String name = name("stream_name", NameRule::problem);
    if (VideoApi.isRoomSid(name)) {
      // A name that looks like a room's SID would find that room instead.
      throw ApiRefusal.invalid("stream_name", "looks like the ID of a room");
    }
    return name;
  }

  /** Returns the stream's name by the parameter of remove-speaker, where Twilio takes a SID too. */
  String roomName() {
    return name("room_name", NameRule::problem);
  }

  String roomSid() {
    String sid = text("room_sid");
    if (!VideoApi.isRoomSid(sid)) {
      throw ApiRefusal.invalid("room_sid", "is not the ID of a room");
    }
    return sid;
  }

  /** Returns the key by which a creation is recognised when it is asked for again. */
  Optional<String> creationKey() {
    if (!parameters.has("creation_key")) {
      return Optional.empty();
    }
    String key = text("creation_key");
    if (!key.matches("[A-Za-z0-9-]{16,64}")) {
      throw ApiRefusal.invalid("creation_key", "is not 16 to 64 letters, digits and hyphens");
    }
    return Optional.of(key);
  }

  boolean flag(String parameter) {
    return optionalFlag(parameter).orElseThrow(() -> ApiRefusal.missing(parameter));
  }

  Optional<Boolean> optionalFlag(String parameter) {
    JsonElement value = parameters.get(parameter);
    if (value == null || value.isJsonNull()) {
      return Optional.empty();
    }
    if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()) {
      return Optional.of(value.getAsBoolean());
    }
    throw ApiRefusal.invalid(parameter, "is neither true nor false");
  }

  /** Returns a line of text, cleaned; empty text is an answer, too. */
  Optional<String> optionalLine(String parameter, int longest) {
    JsonElement value = parameters.get(parameter);
    if (value == null || value.isJsonNull()) {
      return Optional.empty();
    }
    String line = LineRule.clean(text(parameter));
    if (LineRule.length(line) > longest) {
      throw ApiRefusal.invalid(parameter, "is longer than " + longest + " characters");
    }
    return Optional.of(line);
  }

  Optional<Integer> optionalNumber(String parameter, int least, int most) {
    JsonElement value = parameters.get(parameter);
    if (value == null || value.isJsonNull()) {
      return Optional.empty();
    }
    if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
      double number = value.getAsDouble();
      if (number == Math.rint(number) && number >= least && number <= most) {
        return Optional.of((int) number);
      }
    }
    throw ApiRefusal.invalid(parameter, "is not a whole number from " + least + " to " + most);
  }

  private String name(String parameter, Function<String, Optional<NameRule.Problem>> problemOf) {
    String name = NameRule.normalize(text(parameter));
    Optional<NameRule.Problem> problem = problemOf.apply(name);
    if (problem.isPresent()) {
      throw switch (problem.get()) {
        case EMPTY -> ApiRefusal.missing(parameter);
        case LONG -> ApiRefusal.invalid(parameter, "is longer than 128 characters");
        case CONTROL -> ApiRefusal.invalid(parameter, "contains control characters");
        case INVISIBLE -> ApiRefusal.invalid(parameter, "contains invisible characters");
        case RESERVED -> ApiRefusal.invalid(parameter, "is reserved");
      };
    }
    if (!name.codePoints().allMatch(Call::isText)) {
      throw ApiRefusal.invalid(parameter, "contains control characters");
    }
    if (name.equals(".") || name.equals("..")) {
      // Names are segments of the REST API's paths, where these two mean a folder.
      throw ApiRefusal.invalid(parameter, "is not a name");
    }
    return name;
  }

  private static boolean isText(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF)); // noncharacters
    };
  }

  /** Returns the kind of a reaction. */
  String reaction() {
    String kind = text("reaction");
    if (!Reactions.KINDS.contains(kind)) {
      throw ApiRefusal.invalid("reaction", "is none that there is");
    }
    return kind;
  }

  private String text(String parameter) {
    JsonElement value = parameters.get(parameter);
    if (value == null || value.isJsonNull()) {
      throw ApiRefusal.missing(parameter);
    }
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw ApiRefusal.invalid(parameter, "is not a text");
    }
    return value.getAsString();
  }

  private static JsonObject parse(byte[] body) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      var reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      if (JsonParser.parseReader(reader) instanceof JsonObject object
          && reader.peek() == JsonToken.END_DOCUMENT) {
        return object;
      }
    } catch (CharacterCodingException | JsonParseException | NumberFormatException e) {
      // Refused below: the details would help nobody.
    } catch (IOException e) {
      // Thrown by peek for text after the object: not JSON either.
    }
    throw new ApiRefusal(400, "invalid body", "The body of the request is not a JSON object.");
  }
}
