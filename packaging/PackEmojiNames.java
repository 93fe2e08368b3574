import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Packs the names by which {@code app.rostrum.desktop.emoji} finds emoji. To be run by hand, after
 * {@code PackEmoji}, when Unicode has new ones:
 *
 * <pre>
 * npm pack emojibase-data@17.0.0 && tar xzf emojibase-data-17.0.0.tgz
 * java -cp gson.jar packaging/PackEmojiNames.java package resources/app/rostrum/desktop/emoji
 * </pre>
 *
 * <p>A line for each emoji that has a picture, in Unicode's order: group, the emoji, the emoji in
 * five tones of skin (separated by commas) or nothing, and in English and German its name and
 * further words; separated by tabs.
 */
final class PackEmojiNames {
  private static final int COMPONENTS = 2;

  public static void main(String[] args) throws IOException {
    Path from = Path.of(args[0]);
    Path to = Path.of(args[1]);
    Set<String> pictures = new HashSet<>(Files.readAllLines(to.resolve("index.txt")));
    Map<String, JsonObject> german = new HashMap<>();
    for (JsonElement emoji : read(from.resolve("de/data.json"))) {
      german.put(text(emoji.getAsJsonObject(), "hexcode"), emoji.getAsJsonObject());
    }
    var lines = new TreeMap<Integer, String>();
    for (JsonElement element : read(from.resolve("en/data.json"))) {
      JsonObject emoji = element.getAsJsonObject();
      if (emoji.has("group")
          && emoji.get("group").getAsInt() != COMPONENTS
          && pictures.contains(key(text(emoji, "emoji")))) {
        JsonObject translated = german.getOrDefault(text(emoji, "hexcode"), emoji);
        lines.put(
            emoji.get("order").getAsInt(),
            String.join(
                "\t",
                emoji.get("group").getAsString(),
                shortest(text(emoji, "emoji")),
                toned(emoji, pictures),
                text(emoji, "label"),
                tags(emoji),
                text(translated, "label"),
                tags(translated)));
      }
    }
    Files.writeString(to.resolve("names.txt"), String.join("\n", lines.values()) + "\n");
    System.out.println(lines.size() + " names");
  }

  /** Returns the emoji in the five tones, where two people have the same one. */
  private static String toned(JsonObject emoji, Set<String> pictures) {
    List<String> toned = new ArrayList<>();
    if (emoji.has("skins")) {
      for (JsonElement skin : emoji.getAsJsonArray("skins")) {
        JsonElement tone = skin.getAsJsonObject().get("tone");
        String text = text(skin.getAsJsonObject(), "emoji");
        if (tone.isJsonPrimitive() && pictures.contains(key(text))) {
          toned.add(text);
        }
      }
    }
    return toned.size() == 5 ? String.join(",", toned) : "";
  }

  /** Drops the selector of pictures from an emoji that is one without it. */
  private static String shortest(String emoji) {
    int first = emoji.codePointAt(0);
    return emoji.length() == Character.charCount(first) + 1 && Character.isEmojiPresentation(first)
        ? Character.toString(first)
        : emoji;
  }

  private static String key(String emoji) {
    return emoji
        .codePoints()
        .filter(codePoint -> codePoint != 0xFE0F)
        .mapToObj(codePoint -> String.format("%05x", codePoint))
        .collect(Collectors.joining("-"));
  }

  private static String tags(JsonObject emoji) {
    return !emoji.has("tags")
        ? ""
        : StreamSupport.stream(emoji.getAsJsonArray("tags").spliterator(), false)
            .map(JsonElement::getAsString)
            .collect(Collectors.joining(" "));
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  private static JsonArray read(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonArray();
  }
}
