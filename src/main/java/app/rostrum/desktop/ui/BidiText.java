package app.rostrum.desktop.ui;

import java.text.Bidi;
import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javafx.scene.control.Labeled;
import javafx.scene.text.Font;

/**
 * Wraps text with right-to-left runs, such as Arabic or Hebrew. JavaFX 26 on Linux fails to lay out
 * a line that it has to break inside such a run (an index out of bounds in {@code
 * PrismTextLayout}), and nothing below it is laid out either; so it is broken here, and its lines
 * are drawn by {@link DrawnText}.
 */
public final class BidiText {
  private static final int SIZE = 14;
  private static final String MARK = "\u200e";
  private static final Pattern CONTROLS =
      Pattern.compile("[\\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]");

  private BidiText() {}

  /** Returns whether a text has right-to-left runs. */
  public static boolean in(String text) {
    return Bidi.requiresBidi(text.toCharArray(), 0, text.length());
  }

  /**
   * Isolates a name with right-to-left runs from the left-to-right text in which it is shown, so
   * that it changes the order of no words around it. The characters that Unicode has for this (FSI,
   * PDI) are drawn as boxes by JavaFX; left-to-right marks are drawn by none of the fonts, and
   * isolate as well within text of that direction.
   */
  public static String isolated(String name) {
    String clean = CONTROLS.matcher(name).replaceAll("");
    return in(clean) ? MARK + clean + MARK : clean;
  }

  /** Returns a text without the marks of isolated names, to be read out or copied. */
  public static String plain(String text) {
    return text.replace(MARK, "");
  }

  /**
   * Returns a label with the wrapped text, whose direction is that of its first letter.
   *
   * @param width of the longest line, in pixels
   */
  public static EmojiLabel wrapped(String text, double width) {
    return new EmojiLabel(
        broken(text, fitting(width, Font.font("Inter", SIZE))), !leftToRight(text));
  }

  /**
   * Lets a label wrap by itself, or wraps its text if it has emoji or another script than Inter.
   *
   * @param width of the longest line, in pixels
   */
  public static void wrap(Labeled label, double width) {
    boolean here = TextRun.needed(label.getText());
    label.setWrapText(!here);
    if (here) {
      label.setText(broken(label.getText(), fitting(width, Font.font("Inter", SIZE))));
    }
  }

  private static Predicate<String> fitting(double width, Font font) {
    return line -> DrawnText.width(line, font) <= width;
  }

  private static boolean leftToRight(String text) {
    return new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
  }

  /**
   * Returns the lines of a text.
   *
   * @param width of the longest line, in pixels
   */
  public static List<String> lines(String text, double width, Font font) {
    return broken(text, fitting(width, font)).lines().toList();
  }

  /** Breaks a text between words, and inside a word only if it is longer than a line. */
  public static String broken(String text, Predicate<String> fits) {
    var out = new StringBuilder(text.length() + 16);
    for (String paragraph : text.split("\n", -1)) {
      if (!out.isEmpty()) {
        out.append('\n');
      }
      breakParagraph(paragraph, fits, out);
    }
    return out.toString();
  }

  private static void breakParagraph(String text, Predicate<String> fits, StringBuilder out) {
    BreakIterator words = BreakIterator.getLineInstance(Locale.ROOT);
    words.setText(text);
    var line = new StringBuilder();
    int from = words.first();
    for (int to = words.next(); to != BreakIterator.DONE; from = to, to = words.next()) {
      String word = text.substring(from, to);
      if (fits.test(line + word.stripTrailing())) {
        line.append(word);
        continue;
      }
      if (!line.isEmpty()) {
        out.append(line.toString().stripTrailing()).append('\n');
        line.setLength(0);
      }
      line.append(breakWord(word, fits, out));
    }
    out.append(line);
  }

  /** Appends the full lines of a long word; returns the rest. */
  private static String breakWord(String word, Predicate<String> fits, StringBuilder out) {
    String rest = word;
    while (!fits.test(rest.stripTrailing())) {
      int fitting = 1;
      int tooMany = rest.length();
      while (tooMany - fitting > 1) {
        int middle = (fitting + tooMany) / 2;
        if (fits.test(rest.substring(0, middle))) {
          fitting = middle;
        } else {
          tooMany = middle;
        }
      }
      int end =
          Character.isHighSurrogate(rest.charAt(fitting - 1)) && fitting < rest.length()
              ? fitting + 1
              : fitting;
      out.append(rest, 0, end).append('\n');
      rest = rest.substring(end);
    }
    return rest;
  }
}
