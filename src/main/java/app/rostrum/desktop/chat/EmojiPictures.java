package app.rostrum.desktop.chat;

import app.rostrum.desktop.chat.TextSegment.Emoji;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.scene.text.Text;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * Stand-ins for emoji on Linux, where the toolkit draws none, whatever fonts are installed:
 * pictures for the common ones, names for all others.
 */
final class EmojiPictures {
  private static final boolean DRAWN =
      !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");

  private record Picture(Ikon icon, String styleClass) {}

  /** Pictures by first code point, without variants of skin and gender. */
  private static final Map<Integer, Picture> PICTURES =
      Map.ofEntries(
          picture("👍", Material2RoundMZ.THUMB_UP, "yellow"),
          picture("👎", Material2RoundMZ.THUMB_DOWN, "yellow"),
          picture("✋", Material2RoundMZ.PAN_TOOL, "yellow"),
          picture("🖐", Material2RoundMZ.PAN_TOOL, "yellow"),
          picture("❤", Material2RoundAL.FAVORITE, "red"),
          picture("♥", Material2RoundAL.FAVORITE, "red"),
          picture("💙", Material2RoundAL.FAVORITE, "blue"),
          picture("💚", Material2RoundAL.FAVORITE, "green"),
          picture("💛", Material2RoundAL.FAVORITE, "yellow"),
          picture("☺", Material2RoundMZ.SENTIMENT_SATISFIED_ALT, "yellow"),
          picture("🙂", Material2RoundMZ.SENTIMENT_SATISFIED_ALT, "yellow"),
          picture("😊", Material2RoundMZ.SENTIMENT_SATISFIED_ALT, "yellow"),
          picture("😀", Material2RoundMZ.MOOD, "yellow"),
          picture("😃", Material2RoundMZ.MOOD, "yellow"),
          picture("😄", Material2RoundMZ.MOOD, "yellow"),
          picture("😁", Material2RoundMZ.MOOD, "yellow"),
          picture("😂", Material2RoundMZ.SENTIMENT_VERY_SATISFIED, "yellow"),
          picture("🤣", Material2RoundMZ.SENTIMENT_VERY_SATISFIED, "yellow"),
          picture("😐", Material2RoundMZ.SENTIMENT_NEUTRAL, "yellow"),
          picture("🙁", Material2RoundMZ.SENTIMENT_DISSATISFIED, "yellow"),
          picture("☹", Material2RoundMZ.SENTIMENT_DISSATISFIED, "yellow"),
          picture("😢", Material2RoundMZ.SENTIMENT_VERY_DISSATISFIED, "blue"),
          picture("😭", Material2RoundMZ.SENTIMENT_VERY_DISSATISFIED, "blue"),
          picture("🔥", Material2RoundAL.LOCAL_FIRE_DEPARTMENT, "red"),
          picture("⭐", Material2RoundMZ.STAR, "yellow"),
          picture("🌟", Material2RoundMZ.STAR, "yellow"),
          picture("✅", Material2RoundAL.CHECK_CIRCLE, "green"),
          picture("✔", Material2RoundAL.CHECK, "green"),
          picture("❌", Material2RoundAL.CLOSE, "red"),
          picture("⚠", Material2RoundMZ.WARNING, "yellow"),
          picture("⚡", Material2RoundAL.FLASH_ON, "yellow"),
          picture("💡", Material2RoundAL.LIGHTBULB, "yellow"),
          picture("☕", Material2RoundAL.LOCAL_CAFE, "plain"),
          picture("🎂", Material2RoundAL.CAKE, "red"),
          picture("🍕", Material2RoundAL.LOCAL_PIZZA, "yellow"),
          picture("🍺", Material2RoundMZ.SPORTS_BAR, "yellow"),
          picture("🎵", Material2RoundMZ.MUSIC_NOTE, "plain"),
          picture("🎶", Material2RoundMZ.MUSIC_NOTE, "plain"),
          picture("🎤", Material2RoundMZ.MIC, "plain"),
          picture("🏆", Material2RoundAL.EMOJI_EVENTS, "yellow"),
          picture("☀", Material2RoundMZ.WB_SUNNY, "yellow"),
          picture("☁", Material2RoundAL.CLOUD, "plain"),
          picture("👀", Material2RoundMZ.VISIBILITY, "plain"));

  private EmojiPictures() {}

  private static Map.Entry<Integer, Picture> picture(String emoji, Ikon icon, String styleClass) {
    return Map.entry(emoji.codePointAt(0), new Picture(icon, "emoji-" + styleClass));
  }

  /** Returns the emoji itself where the toolkit draws it, otherwise its name. */
  static String asWords(Emoji emoji, Locale locale) {
    return DRAWN ? emoji.text() : ":" + TextSegment.nameOf(emoji, locale) + ":";
  }

  /** Returns a node for the flow of a text. */
  static Text of(Emoji emoji, Locale locale) {
    if (DRAWN) {
      return new Text(emoji.text());
    }
    Optional<Picture> known = Optional.ofNullable(PICTURES.get(emoji.text().codePointAt(0)));
    if (known.isPresent()) {
      var icon = new FontIcon(known.get().icon());
      icon.getStyleClass().addAll("emoji", known.get().styleClass());
      return icon;
    }
    var name = new Text(asWords(emoji, locale));
    name.getStyleClass().add("emoji-name");
    return name;
  }
}
