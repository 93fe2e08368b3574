package app.rostrum.desktop.emoji;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a text: words, or one emoji. All parts together are the text, character for character.
 *
 * <p>Parts end between the clusters of Unicode's UAX #29, so that a family, a flag or a tone of
 * skin is one emoji (UTS #51). A sequence without a picture falls into those of its parts that have
 * one. Symbols from U+2600 on are emoji even without U+FE0F, as people write them so; U+FE0E keeps
 * any as text.
 */
public sealed interface EmojiSegment {
  /** Returns the characters. */
  String text();

  /** Words, which a font draws. */
  record Words(String text) implements EmojiSegment {
    /**
     * Returns the characters that can be drawn: no invisible selectors, and the letters of a flag
     * that does not exist.
     */
    public String drawable() {
      return EmojiSegment.drawable(text);
    }
  }

  /**
   * An emoji.
   *
   * @param picture its number in the {@link EmojiSet}
   */
  record Emoji(String text, int picture) implements EmojiSegment {}

  /** Returns whether a text may contain emoji; cheap. */
  static boolean mayBeIn(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x2000 && (c == 0xFE0F || c == 0x20E3 || mayBegin(text.codePointAt(i)))) {
        return true;
      }
    }
    return false;
  }

  /** Splits a text. */
  static List<EmojiSegment> of(String text) {
    if (!mayBeIn(text)) {
      return text.isEmpty() ? List.of() : List.of(new Words(text));
    }
    var split = new Split();
    Matcher clusters = Split.CLUSTER.matcher(text);
    while (clusters.find()) {
      split.add(clusters.group());
    }
    return split.end();
  }

  private static boolean mayBegin(int codePoint) {
    return codePoint >= 0x2000
        && (Character.isEmoji(codePoint) || Character.isEmojiPresentation(codePoint));
  }

  private static String drawable(String text) {
    if (text.chars().allMatch(c -> c < 0x2000)) {
      return text;
    }
    var out = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> c != 0xFE0E && c != 0xFE0F && c != 0x20E3)
        .map(c -> Split.isRegional(c) ? 'A' + c - 0x1F1E6 : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  /** The work of splitting one text. */
  final class Split {
    private static final Pattern CLUSTER = Pattern.compile("\\X");
    private static final int TEXT_STYLE = 0xFE0E;
    private static final int PICTURE_STYLE = 0xFE0F;
    private static final int KEYCAP = 0x20E3;
    private static final int JOINER = 0x200D;

    private final EmojiSet set = EmojiSet.shared();
    private final List<EmojiSegment> parts = new ArrayList<>();
    private final StringBuilder words = new StringBuilder();

    private Split() {}

    static boolean isRegional(int codePoint) {
      return codePoint >= 0x1F1E6 && codePoint <= 0x1F1FF;
    }

    private void add(String cluster) {
      if (isEmoji(cluster)) {
        addEmoji(cluster.codePoints().toArray());
      } else {
        words.append(cluster);
      }
    }

    private static boolean isEmoji(String cluster) {
      int first = cluster.codePointAt(0);
      int size = Character.charCount(first);
      int second = cluster.length() > size ? cluster.codePointAt(size) : 0;
      if (second == TEXT_STYLE) {
        return false;
      }
      if (first < 0x80) {
        return Character.isEmoji(first) && cluster.indexOf(KEYCAP) > 0;
      }
      return Character.isEmojiPresentation(first)
          || (Character.isEmoji(first) && (first >= 0x2600 || second == PICTURE_STYLE));
    }

    private void addEmoji(int[] cluster) {
      int at = 0;
      while (at < cluster.length) {
        int end = longest(cluster, at);
        if (end == at) {
          words.appendCodePoint(cluster[at++]);
          continue;
        }
        int picture = set.find(cluster, at, end);
        while (end < cluster.length && isInvisible(cluster[end])) {
          end++;
        }
        flush();
        parts.add(new Emoji(new String(cluster, at, end - at), picture));
        at = end;
      }
    }

    /** Returns the end of the longest sequence with a picture; the beginning if there is none. */
    private int longest(int[] cluster, int from) {
      for (int end = Math.min(cluster.length, from + EmojiSet.LONGEST); end > from; end--) {
        if (set.find(cluster, from, end) >= 0) {
          return end;
        }
      }
      return from;
    }

    /** Joiners, selectors and tags that are left over draw nothing. */
    private static boolean isInvisible(int codePoint) {
      return codePoint == JOINER
          || codePoint == PICTURE_STYLE
          || codePoint == TEXT_STYLE
          || (codePoint >= 0xE0020 && codePoint <= 0xE007F);
    }

    private void flush() {
      if (!words.isEmpty()) {
        parts.add(new Words(words.toString()));
        words.setLength(0);
      }
    }

    private List<EmojiSegment> end() {
      flush();
      return parts;
    }
  }
}
