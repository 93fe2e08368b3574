package app.rostrum.desktop.reactions;

import app.rostrum.desktop.emoji.EmojiPicture;
import app.rostrum.desktop.emoji.EmojiSegment;
import app.rostrum.desktop.emoji.EmojiSegment.Emoji;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.Reaction;
import java.util.Locale;

/** The pictures and names of reactions. */
public final class ReactionPicture {
  private ReactionPicture() {}

  /**
   * Returns a picture.
   *
   * @param size of the square, in pixels
   */
  public static EmojiPicture of(Reaction reaction, double size) {
    return EmojiSegment.of(reaction.emoji()).stream()
        .filter(Emoji.class::isInstance)
        .map(emoji -> new EmojiPicture((Emoji) emoji, size))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the name of a reaction. */
  public static String name(Reaction reaction, Texts texts) {
    return texts.get("reaction." + reaction.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
