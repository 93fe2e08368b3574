package app.rostrum.desktop.chat;

import java.text.Bidi;
import java.text.BreakIterator;
import java.util.Locale;
import java.util.function.Predicate;
import javafx.geometry.NodeOrientation;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

/**
 * Text with Arabic, Hebrew and the like, wrapped here. JavaFX 26 on Linux fails to lay out a line
 * that it has to break inside a right-to-left run (an index out of bounds in {@code
 * PrismTextLayout}), and what is below it is not laid out either; a text that is broken already is
 * drawn as it should be.
 */
final class BidiText {
  private BidiText() {}

  /** Whether a text has to be wrapped here. */
  static boolean in(String text) {
    return Bidi.requiresBidi(text.toCharArray(), 0, text.length());
  }

  /**
   * A node that wraps no more.
   *
   * @param width of the longest line, in pixels
   */
  static Text wrapped(String text, double width, Font font) {
    var measure = new Text();
    measure.setFont(font);
    String broken =
        broken(
            text,
            line -> {
              measure.setText(line);
              return measure.getLayoutBounds().getWidth() <= width;
            });
    var node = new Text(broken);
    node.setFont(font);
    boolean leftToRight = new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
    node.setNodeOrientation(
        leftToRight ? NodeOrientation.LEFT_TO_RIGHT : NodeOrientation.RIGHT_TO_LEFT);
    // Left is where a line begins, and follows the orientation.
    node.setTextAlignment(TextAlignment.LEFT);
    return node;
  }

  /** Breaks between words, inside a word only where it is longer than a line. */
  static String broken(String text, Predicate<String> fits) {
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

  /** Puts the full lines of a long word out; returns the rest. */
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
