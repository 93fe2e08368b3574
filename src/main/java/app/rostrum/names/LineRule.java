package app.rostrum.names;

import java.text.Normalizer;

/**
 * The rule for a line of text that a person shows to others, the same in server and app: in
 * normalization form NFC, without control characters, line breaks or invisible characters, which
 * could hide a part or turn the text around it.
 */
public final class LineRule {
  /** The greatest length of a short line, such as a topic or the text of a hand, in code points. */
  public static final int SHORT = 140;

  /** The greatest length of a long line, such as a pinned message, in code points. */
  public static final int LONG = 500;

  private LineRule() {}

  /** Returns a text as one line in the form in which it is shown; empty if nothing is left. */
  public static String clean(String text) {
    int[] before = Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().toArray();
    var line = new StringBuilder();
    int last = ' ';
    for (int i = 0; i < before.length; i++) {
      int c = isGap(before[i]) ? ' ' : before[i];
      boolean dropped = c == ' ' ? last == ' ' : !isText(c) || NameRule.isInvisibleAt(before, i);
      if (!dropped) {
        line.appendCodePoint(c);
        last = c;
      }
    }
    return line.toString().strip();
  }

  /** Returns the length of a line in code points. */
  public static int length(String line) {
    return line.codePointCount(0, line.length());
  }

  /** Returns a line, or its beginning with an ellipsis in place of the rest. */
  public static String shortened(String line, int most) {
    return length(line) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most - 1)).strip() + "…";
  }

  private static boolean isGap(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
  }

  private static boolean isText(int c) {
    return Character.getType(c) != Character.SURROGATE
        && !((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF)); // noncharacters
  }
}
