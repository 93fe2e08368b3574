package app.rostrum.desktop.emoji;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The emoji that people choose from, with their names in English or German from Unicode's CLDR, by
 * the npm package emojibase-data (packaging/PackEmojiNames.java). They are found by the beginnings
 * of words in both languages. Immutable.
 */
public final class EmojiNames {
  private static final int FIELDS = 7;
  private static final Pattern GAPS = Pattern.compile("[\\s:,]+");

  /**
   * An emoji with its name.
   *
   * @param group the number of Unicode's group
   * @param tones the emoji in five tones of skin; none if it shows no skin
   * @param words all by which it is found, in small letters
   */
  public record Named(int group, String text, List<String> tones, String name, List<String> words) {
    /**
     * Returns the emoji in a tone of skin.
     *
     * @param tone 0 for none, up to 5 for the darkest
     */
    public String inTone(int tone) {
      return tone == 0 || tones.isEmpty() ? text : tones.get(tone - 1);
    }

    private boolean matches(List<String> beginnings) {
      return beginnings.stream().allMatch(b -> words.stream().anyMatch(w -> w.startsWith(b)));
    }

    private int rank(String query) {
      String small = name.toLowerCase(Locale.ROOT);
      if (small.equals(query)) {
        return 0;
      }
      // A whole word is meant more often than the beginning of another one.
      boolean whole = words.contains(query);
      boolean inName = (" " + small).contains(" " + query);
      return whole && inName ? 1 : whole ? 2 : inName ? 3 : 4;
    }
  }

  private final List<Named> all;

  private EmojiNames(List<Named> all) {
    this.all = all;
  }

  /** Reads the names in a language: German, or else English. Takes some tens of milliseconds. */
  public static EmojiNames in(Locale locale) {
    boolean german = Locale.GERMAN.getLanguage().equals(locale.getLanguage());
    var all = new ArrayList<Named>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    EmojiNames.class.getResourceAsStream("/app/rostrum/desktop/emoji/names.txt")),
                StandardCharsets.UTF_8))) {
      lines.lines().map(line -> read(line, german)).forEach(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new EmojiNames(List.copyOf(all));
  }

  private static Named read(String line, boolean german) {
    String[] field = line.split("\t", FIELDS);
    List<String> words =
        Arrays.stream(field, 3, FIELDS)
            .flatMap(text -> GAPS.splitAsStream(text.toLowerCase(Locale.ROOT)))
            .filter(word -> !word.isEmpty())
            .distinct()
            .toList();
    return new Named(
        Integer.parseInt(field[0]),
        field[1],
        field[2].isEmpty() ? List.of() : List.of(field[2].split(",", -1)),
        german ? field[5] : field[3],
        words);
  }

  /** Returns all in Unicode's order. */
  public List<Named> all() {
    return all;
  }

  /** Returns those with a word for each beginning of a word in the query, the best first. */
  public List<Named> find(String query) {
    String small = query.strip().toLowerCase(Locale.ROOT);
    List<String> beginnings = GAPS.splitAsStream(small).filter(b -> !b.isEmpty()).toList();
    return all.stream()
        .filter(named -> named.matches(beginnings))
        .sorted(Comparator.comparingInt(named -> named.rank(small)))
        .toList();
  }
}
