package app.rostrum.stream;

import app.rostrum.names.LineRule;
import app.rostrum.stream.StreamDesk.Recording;
import app.rostrum.stream.StreamDesk.SpeakingTime;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stream document as this person last saw it. It stays through a loss of the connection, and is
 * empty on deployments that have none. On the loop only.
 */
final class DeskDocument {
  /** The co-hosts that are read; a backend of ours has fewer. */
  private static final int MAX_CO_HOSTS = 100;

  /** The longest text that is read, in UTF-16 units. */
  private static final int MAX_TEXT = 2000;

  private final Clock clock;
  private Optional<StreamDesk> desk = Optional.empty();
  private String lastTimer = "";

  DeskDocument(Clock clock) {
    this.clock = clock;
  }

  Optional<StreamDesk> desk() {
    return desk;
  }

  boolean isCoHost(String identity) {
    return coHosts().contains(identity);
  }

  /** Returns the co-hosts, first in line first. */
  List<String> coHosts() {
    return desk.map(StreamDesk::coHosts).orElse(List.of());
  }

  /**
   * Takes the document.
   *
   * @param now whether it has been written just now; a time that a speaker is given then runs from
   *     now, whatever this computer's clock says
   */
  void take(JsonObject data, boolean now) {
    desk =
        Optional.of(
            new StreamDesk(
                flag(data, "open_stage", true),
                flag(data, "locked", false),
                flag(data, "hands_open", true),
                text(data, "hands_reason"),
                texts(data, "co_hosts"),
                text(data, "topic"),
                text(data, "pinned"),
                speakingTime(data, now),
                List.of(),
                LineRule.clean(text(data, "operator_message")),
                recording(data)));
  }

  /** Reads a recording; one whose person or time cannot be read is a recording all the same. */
  private static Optional<Recording> recording(JsonObject data) {
    return data.get("recording") instanceof JsonObject told
        ? Optional.of(new Recording(text(told, "user_identity"), instant(text(told, "since"))))
        : Optional.empty();
  }

  private Optional<SpeakingTime> speakingTime(JsonObject data, boolean now) {
    if (!(data.get("timer") instanceof JsonObject timer)
        || text(timer, "user_identity").isEmpty()
        || !(timer.get("seconds") instanceof JsonPrimitive seconds)
        || !seconds.isNumber()) {
      return Optional.empty();
    }
    String identity = text(timer, "user_identity");
    Optional<SpeakingTime> before =
        desk.flatMap(StreamDesk::speakingTime).filter(time -> sameTimer(timer));
    if (before.isPresent()) {
      return before;
    }
    lastTimer = timer.toString();
    Instant latest =
        clock.instant().plusSeconds(Math.clamp((long) seconds.getAsDouble(), 0, 86_400));
    Instant ends = now ? latest : earlier(instant(text(timer, "ends_at")), latest);
    return Optional.of(new SpeakingTime(identity, ends));
  }

  private boolean sameTimer(JsonObject timer) {
    return timer.toString().equals(lastTimer);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private static boolean flag(JsonObject data, String name, boolean otherwise) {
    return data.get(name) instanceof JsonPrimitive flag && flag.isBoolean()
        ? flag.getAsBoolean()
        : otherwise;
  }

  private static String text(JsonObject data, String name) {
    return data.get(name) instanceof JsonPrimitive text
            && text.isString()
            && text.getAsString().length() <= MAX_TEXT
        ? text.getAsString()
        : "";
  }

  private static List<String> texts(JsonObject data, String name) {
    var texts = new ArrayList<String>();
    if (data.get(name) instanceof JsonArray array) {
      for (JsonElement element : array) {
        if (element instanceof JsonPrimitive text
            && text.isString()
            && texts.size() < MAX_CO_HOSTS) {
          texts.add(text.getAsString());
        }
      }
    }
    return List.copyOf(texts);
  }
}
