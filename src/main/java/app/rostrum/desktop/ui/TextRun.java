package app.rostrum.desktop.ui;

import app.rostrum.desktop.emoji.EmojiSegment;
import app.rostrum.desktop.emoji.EmojiSegment.Emoji;
import app.rostrum.desktop.emoji.EmojiSegment.Words;
import java.lang.Character.UnicodeScript;
import java.text.Bidi;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a line that is drawn by one node: an emoji, or words of one direction in one font.
 *
 * @param foreign the typeface of the screens lacks the script
 * @param level of Unicode's UAX #9: even from left to right, odd from right to left
 */
record TextRun(EmojiSegment content, boolean foreign, byte level) {
  boolean rightToLeft() {
    return level % 2 != 0;
  }

  /** Splits a line, in the order of its characters. */
  static List<TextRun> of(String line, boolean rightToLeft) {
    var bidi =
        new Bidi(line, rightToLeft ? Bidi.DIRECTION_RIGHT_TO_LEFT : Bidi.DIRECTION_LEFT_TO_RIGHT);
    var runs = new ArrayList<TextRun>();
    int at = 0;
    for (EmojiSegment segment : EmojiSegment.of(line)) {
      int end = at + segment.text().length();
      switch (segment) {
        case Emoji emoji -> runs.add(new TextRun(emoji, false, (byte) bidi.getLevelAt(at)));
        case Words words -> addWords(line, at, end, bidi, runs);
      }
      at = end;
    }
    return runs;
  }

  private static void addWords(String line, int from, int end, Bidi bidi, List<TextRun> runs) {
    int begin = from;
    Boolean foreign = null;
    for (int i = from; i < end; i += Character.charCount(line.codePointAt(i))) {
      Boolean here = foreign(line.codePointAt(i));
      boolean turns = bidi.getLevelAt(i) != bidi.getLevelAt(begin);
      // What belongs to no script, such as a space, is drawn in the font of its neighbour.
      boolean changes = here != null && foreign != null && !here.equals(foreign);
      if (turns || changes) {
        add(line, begin, i, Boolean.TRUE.equals(foreign), bidi, runs);
        begin = i;
        foreign = here;
      } else if (here != null) {
        foreign = here;
      }
    }
    add(line, begin, end, Boolean.TRUE.equals(foreign), bidi, runs);
  }

  private static void add(
      String line, int from, int to, boolean foreign, Bidi bidi, List<TextRun> runs) {
    if (to > from) {
      byte level = (byte) bidi.getLevelAt(from);
      runs.add(new TextRun(new Words(line.substring(from, to)), foreign, level));
    }
  }

  /** Returns whether Inter lacks a character's script; null for what belongs to none. */
  private static @Nullable Boolean foreign(int codePoint) {
    return switch (UnicodeScript.of(codePoint)) {
      case COMMON, INHERITED, UNKNOWN -> null;
      case LATIN, GREEK, CYRILLIC -> false;
      default -> true;
    };
  }

  /** Returns whether a plain label would draw a text badly. */
  static boolean needed(String text) {
    return EmojiSegment.mayBeIn(text)
        || text.codePoints().anyMatch(c -> c > 0x24F && Boolean.TRUE.equals(foreign(c)));
  }

  /** Returns the runs as they stand from left to right. */
  static List<TextRun> visual(List<TextRun> runs) {
    var levels = new byte[runs.size()];
    Object[] ordered = runs.toArray();
    for (int i = 0; i < levels.length; i++) {
      levels[i] = runs.get(i).level();
    }
    Bidi.reorderVisually(levels, 0, ordered, 0, ordered.length);
    var out = new ArrayList<TextRun>(ordered.length);
    for (Object run : ordered) {
      out.add((TextRun) run);
    }
    return out;
  }
}
