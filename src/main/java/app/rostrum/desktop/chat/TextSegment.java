package app.rostrum.desktop.chat;

import app.rostrum.backend.WebAddress;
import app.rostrum.desktop.emoji.EmojiSegment;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a message's text: words, a link or an emoji. */
sealed interface TextSegment {
  /** Returns the characters, which are limited, but otherwise as they were written. */
  String text();

  record Words(String text) implements TextSegment {
    /** Returns what can be drawn of it. */
    String drawable() {
      return new EmojiSegment.Words(text).drawable();
    }
  }

  /** An http or https address. It has no user name, which could pass for a host. */
  record Link(String text, URI target) implements TextSegment {}

  record Picture(EmojiSegment.Emoji emoji) implements TextSegment {
    @Override
    public String text() {
      return emoji.text();
    }
  }

  // No format characters, because they could turn the direction of reading.
  Pattern ADDRESS = Pattern.compile("(?i)\\bhttps?://[^\\s<>\"\\p{Cntrl}\\p{Cf}]{1,2000}");

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
    for (EmojiSegment segment : EmojiSegment.of(text)) {
      segments.add(
          switch (segment) {
            case EmojiSegment.Words words -> new Words(words.text());
            case EmojiSegment.Emoji emoji -> new Picture(emoji);
          });
    }
  }
}
