package app.rostrum.stream;

import app.rostrum.names.LineRule;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The captions of the last seconds, as the stream's document of captions told them
 * (docs/protocols/backend-extensions.md). Only the backend's side writes that document, and each
 * content replaces the one before. On the loop only.
 */
final class LatestCaptions {
  /** The time for which captions stay without others. */
  static final Duration SHOWN = Duration.ofSeconds(6);

  /** The captions that are kept. */
  private static final int MOST = 2;

  private static final int LONGEST_NAME = 500;

  private final SessionContext context;
  private List<StreamCaption> state = List.of();
  private long until;

  LatestCaptions(SessionContext context) {
    this.context = context;
  }

  /** Returns the captions to show, the newest last. */
  List<StreamCaption> state() {
    return state;
  }

  /**
   * Takes the document.
   *
   * @param now whether it has been written just now; what was said earlier is not shown again
   */
  void take(JsonObject data, boolean now) {
    if (now) {
      state = captions(data);
      until = context.loop().nanoTime() + SHOWN.toNanos();
      if (!state.isEmpty()) {
        var unused = context.after(SHOWN, new Event.TimeUp.Captions());
      }
    }
  }

  /** Forgets what has been shown for long enough. */
  void due() {
    if (context.loop().nanoTime() - until >= 0) {
      state = List.of();
    }
  }

  private static List<StreamCaption> captions(JsonObject data) {
    var captions = new ArrayList<StreamCaption>();
    if (data.get("captions") instanceof JsonArray array) {
      for (int i = Math.max(0, array.size() - MOST); i < array.size(); i++) {
        add(array.get(i), captions);
      }
    }
    return List.copyOf(captions);
  }

  private static void add(JsonElement element, List<StreamCaption> captions) {
    if (element instanceof JsonObject caption
        && caption.get("text") instanceof JsonPrimitive text
        && text.isString()
        && !LineRule.clean(text.getAsString()).isEmpty()) {
      captions.add(
          new StreamCaption(
              speaker(caption),
              ending(LineRule.clean(text.getAsString())),
              caption.get("final") instanceof JsonPrimitive end
                  && end.isBoolean()
                  && !end.getAsBoolean()));
    }
  }

  private static String speaker(JsonObject caption) {
    return caption.get("user_identity") instanceof JsonPrimitive identity
            && identity.isString()
            && identity.getAsString().length() <= LONGEST_NAME
        ? identity.getAsString()
        : "";
  }

  /** Returns the end of a text that is too long, because that is what is being said. */
  private static String ending(String text) {
    int length = text.codePointCount(0, text.length());
    return length <= StreamCaption.LONGEST
        ? text
        : "…" + text.substring(text.offsetByCodePoints(0, length - StreamCaption.LONGEST + 1));
  }
}
