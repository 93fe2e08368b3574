package app.rostrum.cli;

import java.text.Bidi;
import java.util.Locale;

/**
 * Text of other people on a terminal. Whatever moves the cursor, changes the direction of what
 * follows or is not seen is written as its number; right-to-left text is isolated.
 */
public final class TerminalText {
  private static final char FIRST_STRONG_ISOLATE = '\u2068';
  private static final char POP_ISOLATE = '\u2069';

  private TerminalText() {}

  /** Returns a text as it can be shown within a line. */
  public static String of(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isPlain(c)) {
                shown.appendCodePoint(c);
              } else {
                shown.append(String.format(Locale.ROOT, "\\u{%x}", c));
              }
            });
    String plain = shown.toString();
    return Bidi.requiresBidi(plain.toCharArray(), 0, plain.length())
        ? FIRST_STRONG_ISOLATE + plain + POP_ISOLATE
        : plain;
  }

  /** A backslash is written as its number too, so that no name looks like an escape. */
  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> c != '\\';
    };
  }
}
