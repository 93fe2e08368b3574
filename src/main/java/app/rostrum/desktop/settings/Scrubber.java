package app.rostrum.desktop.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what a report must not tell: tokens, passcodes, invitation links, known names
 * of people and streams, addresses of mail and in the network, and the person's home folder.
 */
final class Scrubber {
  private record Rule(Pattern pattern, String replacement) {
    static Rule of(String pattern, String replacement) {
      return new Rule(Pattern.compile(pattern), replacement);
    }

    String apply(String text) {
      return pattern.matcher(text).replaceAll(replacement);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          Rule.of(
              "\\w{2,20}://[^\\s\"'<>]*(?i:passcode|token|secret|password)[^\\s\"'<>]*", "[link]"),
          Rule.of("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]+", "$1 [token]"),
          Rule.of(
              "(?i)((?:token|secret|password|passcode|authorization|credential|pwd)[\\w-]{0,20}[\"']?\\s{0,3}[=:]\\s{0,3})(?:\"[^\"\\n"
                  + "]*\"|'[^'\\n"
                  + "]*'|[^\\s,;}&]+)",
              "$1[secret]"),
          Rule.of(
              "(?i)\\b((?:identity|identities|user|username|participant|host|author|name|subject)"
                  + "[\"']?\\s?[=:]\\s?)(?:\"[^\"\\n]*\"|[^\\s,;}&\\]]+)",
              "$1[name]"),
          // A JSON Web Token, whole or cut.
          Rule.of("\\beyJ[\\w-]{8,}(?:\\.[\\w-]*)*", "[token]"),
          // A passcode, written in one or in groups.
          Rule.of("(?<![\\w.:])\\d(?:[ \\u00a0\\u202f]?\\d){9,}(?![\\w:])", "[digits]"),
          // Addresses in the network, except this computer's own 127.0.0.1 and ::1.
          Rule.of("(?<![\\w.])(?!127\\.)(?:\\d{1,3}\\.){3}\\d{1,3}(?![\\w.]*\\w)", "[address]"),
          Rule.of("(?i)(?<![\\w:])(?:[\\da-f]{1,4}:){5,7}[\\da-f]{1,4}(?![\\w:])", "[address]"),
          Rule.of(
              "(?i)(?<![\\w:])[\\da-f]{1,4}(?::[\\da-f]{1,4}){0,5}::(?:[\\da-f]{1,4}(?::[\\da-f]{1,4}){0,5})?(?![\\w:])",
              "[address]"),
          Rule.of("[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63})+", "[mail]"),
          // Keys, hashes and SIDs.
          Rule.of("(?<![\\w/.$-])(?=[\\w+=-]*\\d)[\\w+=-]{32,}", "[secret]"));

  private final List<Rule> known = new ArrayList<>();

  /**
   * @param names of people and streams
   * @param secrets that are known to be secret, such as the passcode in use
   * @param home the person's home folder
   * @param user the person's name on this computer
   */
  Scrubber(Collection<String> names, Collection<String> secrets, String home, String user) {
    secrets.stream()
        .filter(secret -> !secret.isBlank())
        .map(secret -> new Rule(Pattern.compile(Pattern.quote(secret)), "[secret]"))
        .forEach(known::add);
    if (home.length() > 1) {
      known.add(new Rule(Pattern.compile(Pattern.quote(home)), "~"));
    }
    names.stream()
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .distinct()
        // A name may be a part of another.
        .sorted(Comparator.comparingInt(String::length).reversed())
        .map(name -> word(name, "[name]"))
        .forEach(known::add);
    if (!user.isBlank()) {
      known.add(word(user, "[user]"));
    }
  }

  private static Rule word(String word, String replacement) {
    return new Rule(
        Pattern.compile(
            "(?<![\\p{L}\\p{N}])" + Pattern.quote(word) + "(?![\\p{L}\\p{N}])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE),
        Matcher.quoteReplacement(replacement));
  }

  /** Returns the text without what it must not tell. */
  String scrub(String text) {
    String clean = text;
    for (Rule rule : RULES) {
      clean = rule.apply(clean);
    }
    for (Rule rule : known) {
      clean = rule.apply(clean);
    }
    return clean;
  }
}
