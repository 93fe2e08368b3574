package app.rostrum.desktop.chat;

import app.rostrum.backend.WebAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a message's text: words, a link or an emoji. */
sealed interface TextSegment {
  record Words(String text) implements TextSegment {}

  /** An http or https address. It has no user name, which could pass for a host. */
  record Link(String text, URI target) implements TextSegment {}

  record Emoji(String text) implements TextSegment {}

  // No format characters, because they could turn the direction of reading.
  Pattern ADDRESS = Pattern.compile("(?i)\\bhttps?://[^\\s<>\"\\p{Cntrl}\\p{Cf}]{1,2000}");
  Pattern CLUSTER = Pattern.compile("\\X");

  /** The most accents on one letter; more would be drawn over other people's messages. */
  int MOST_MARKS = 4;

  /** Splits a text into segments. Empty lines in a row become one. */
  static List<TextSegment> of(String message) {
    String text = limited(message);
    var segments = new ArrayList<TextSegment>();
    Matcher addresses = ADDRESS.matcher(text);
    int at = 0;
    while (addresses.find()) {
      String address = trimmed(addresses.group());
      Optional<URI> target = WebAddress.parse(address);
      if (target.isPresent()) {
        addWords(text.substring(at, addresses.start()), segments);
        segments.add(new Link(address, target.get()));
        at = addresses.start() + address.length();
      }
    }
    addWords(text.substring(at), segments);
    return segments;
  }

  /** Strips the punctuation of the sentence around an address. */
  private static String trimmed(String address) {
    int end = address.length();
    while (end > 0) {
      char last = address.charAt(end - 1);
      String rest = address.substring(0, end);
      boolean closes = last == ')' && count(rest, ')') > count(rest, '(');
      if (closes || ".,;:!?'\"]}…’”“»«*".indexOf(last) >= 0) {
        end--;
      } else {
        break;
      }
    }
    return address.substring(0, end);
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  /** Strips empty lines and accents that would take space from other people's messages. */
  private static String limited(String message) {
    var text = new StringBuilder(message.length());
    int empty = 0;
    for (String line : message.split("\\R", -1)) {
      empty = line.isBlank() ? empty + 1 : 0;
      if (empty < 2) {
        appendLimited(line, text.append(text.isEmpty() ? "" : "\n"));
      }
    }
    return text.toString();
  }

  private static void appendLimited(String line, StringBuilder text) {
    int marks = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      marks = Character.getType(c) == Character.NON_SPACING_MARK ? marks + 1 : 0;
      if (marks <= MOST_MARKS) {
        text.append(c);
      }
    }
  }

  private static void addWords(String text, List<TextSegment> segments) {
    if (text.codePoints().noneMatch(TextSegment::mayBeEmoji)) {
      if (!text.isEmpty()) {
        segments.add(new Words(text));
      }
      return;
    }
    var words = new StringBuilder();
    Matcher clusters = CLUSTER.matcher(text);
    while (clusters.find()) {
      String cluster = clusters.group();
      if (isEmoji(cluster)) {
        if (!words.isEmpty()) {
          segments.add(new Words(words.toString()));
          words.setLength(0);
        }
        segments.add(new Emoji(cluster));
      } else {
        // Of a keycap only the key is kept.
        words.append(cluster.replaceAll("[\\uFE0E\\uFE0F\\u20E3]", ""));
      }
    }
    if (!words.isEmpty()) {
      segments.add(new Words(words.toString()));
    }
  }

  private static boolean mayBeEmoji(int codePoint) {
    return codePoint == 0xFE0F
        || codePoint == 0x20E3
        || (codePoint > 0x2000
            && (Character.isEmojiPresentation(codePoint)
                || Character.isExtendedPictographic(codePoint)));
  }

  private static boolean isEmoji(String cluster) {
    int first = cluster.codePointAt(0);
    return first > 0x7F
        && (Character.isEmojiPresentation(first)
            || (first >= 0x2600 && Character.isExtendedPictographic(first))
            || (Character.isEmoji(first) && cluster.indexOf(0xFE0F) > 0));
  }

  /**
   * Returns the name of an emoji: English, from Unicode's charts; for a flag the country's name in
   * the given language.
   */
  static String nameOf(Emoji emoji, Locale locale) {
    int first = emoji.text().codePointAt(0);
    if (first >= 0x1F1E6 && first <= 0x1F1FF) {
      var country = new StringBuilder();
      emoji
          .text()
          .codePoints()
          .filter(c -> c >= 0x1F1E6 && c <= 0x1F1FF)
          .forEach(c -> country.append((char) ('A' + c - 0x1F1E6)));
      return country.length() == 2
          ? Locale.of("", country.toString()).getDisplayCountry(locale)
          : country.toString();
    }
    String name = Character.getName(first);
    return name == null
        ? "emoji"
        : name.toLowerCase(Locale.ROOT)
            .replaceAll("^(heavy|white|black) ", "")
            .replaceAll(" (sign|symbol)$", "");
  }
}
