package app.rostrum.host;

import app.rostrum.server.Operator;
import app.rostrum.threads.Timers;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands of a server's operator: {@code {"do":"end","stream":"Talk"}} is answered by {@code
 * {"result":{…}}} or {@code {"error":"…"}}, whose text is for the operator. Thread-safe.
 */
final class AdminRequests implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminRequests.class);
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /** The longest that a passcode is valid, and a drain or message lasts. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private static final class WrongRequestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongRequestException(String message) {
      super(message);
    }
  }

  /** The reading of all settings again. */
  interface Reload {
    /**
     * @return the settings that wait for the next start
     * @throws IOException if nothing has changed; its message tells the operator why
     */
    List<String> reload() throws IOException;
  }

  private final EmbeddedHost host;
  private final Reload reload;
  private final Timers timers = Timers.create("admin-drain");
  private Timers.Timer undrain = Timers.Timer.NONE;

  AdminRequests(EmbeddedHost host, Reload reload) {
    this.host = host;
    this.reload = reload;
  }

  /** Answers a line by a line. Blocks. */
  String answer(String line) {
    var answer = new JsonObject();
    try {
      answer.add("result", result(parse(line)));
    } catch (WrongRequestException | Operator.RefusedException | IOException e) {
      answer.addProperty("error", e.getMessage());
    } catch (Throwable e) {
      LOG.error("a command of the operator failed", e);
      answer.addProperty("error", "The server could not do this; its log says why.");
    }
    return GSON.toJson(answer);
  }

  private static JsonObject parse(String line) {
    try {
      if (JsonParser.parseString(line) instanceof JsonObject request) {
        return request;
      }
    } catch (JsonParseException e) {
      throw new WrongRequestException("not a command");
    }
    throw new WrongRequestException("not a command");
  }

  private JsonElement result(JsonObject request) throws IOException {
    Operator operator = host.operator();
    return switch (text(request, "do")) {
      case "status" -> status();
      case "streams" -> with("streams", operator.streams());
      case "people" -> operator.people(text(request, "stream"));
      case "end" -> {
        operator.end(text(request, "stream"));
        yield new JsonObject();
      }
      case "remove" -> {
        operator.remove(text(request, "stream"), text(request, "person"));
        yield new JsonObject();
      }
      case "announce" ->
          with(
              "streams",
              new JsonPrimitive(operator.announce(text(request, "text"), time(request))));
      case "passcode" -> passcode();
      case "renew-passcode" -> {
        host.passcodes().renew(time(request));
        yield passcode();
      }
      case "drain" -> drain(true, time(request));
      case "undrain" -> drain(false, Duration.ZERO);
      case "backup" -> backup();
      case "reload" -> with("at_the_next_start", GSON.toJsonTree(reload.reload()));
      default -> throw new WrongRequestException("this server does not know that command");
    };
  }

  /** Writes a backup, which the caller moves to where it is wanted. */
  private JsonObject backup() throws IOException {
    Path file = host.backup();
    JsonObject answer = with("bytes", new JsonPrimitive(Files.size(file)));
    answer.addProperty("file", String.valueOf(file.getFileName()));
    return answer;
  }

  private JsonObject status() {
    var status = new JsonObject();
    host.status().forEach((name, value) -> status.add(name, GSON.toJsonTree(value)));
    return status;
  }

  private JsonObject passcode() {
    var answer = new JsonObject();
    answer.addProperty("passcode", host.passcode());
    answer.addProperty("expires", host.passcodes().expires().toString());
    answer.addProperty("invitation", host.invitation().format());
    host.passcodes()
        .formerExpires()
        .ifPresent(end -> answer.addProperty("former_expires", end.toString()));
    return answer;
  }

  /**
   * Drains the server or takes that back.
   *
   * @param time the time after which a drain ends by itself; zero for never
   */
  private synchronized JsonObject drain(boolean on, Duration time) {
    undrain.cancel();
    host.drain(on);
    if (on && time.isPositive()) {
      undrain = timers.after(time, () -> host.drain(false));
    }
    return with("live_streams", new JsonPrimitive(host.liveStreams()));
  }

  private static JsonObject with(String name, JsonElement value) {
    var object = new JsonObject();
    object.add(name, value);
    return object;
  }

  private static String text(JsonObject request, String name) {
    if (request.get(name) instanceof JsonPrimitive value && value.isString()) {
      return value.getAsString();
    }
    throw new WrongRequestException(name + " is missing");
  }

  /** Returns the time that a command names in seconds; zero if it names none. */
  private static Duration time(JsonObject request) {
    if (!request.has("seconds")) {
      return Duration.ZERO;
    }
    if (request.get("seconds") instanceof JsonPrimitive value && value.isNumber()) {
      double seconds = value.getAsDouble();
      if (seconds >= 0 && seconds <= LONGEST.toSeconds()) {
        return Duration.ofSeconds((long) seconds);
      }
    }
    throw new WrongRequestException("the time must be between nothing and seven days");
  }

  @Override
  public void close() {
    timers.close();
  }
}
