package app.rostrum.names;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rule for names of people and streams: in normalization form NFKC, 1 to {@value #MAX_LENGTH}
 * characters (code points), none of them a control character or invisible. Joiners are accepted
 * where they change what is seen: within emoji and in scripts that join letters.
 */
public final class NameRule {
  /** The greatest length of a name, in code points. */
  public static final int MAX_LENGTH = 128;

  /** The form of Twilio's IDs, by which services also find what has a name. */
  private static final Pattern SID = Pattern.compile("[A-Z]{2}[0-9a-f]{32}");

  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int EMOJI_PRESENTATION = 0xFE0F;
  private static final int BLACK_FLAG = 0x1F3F4;

  /** Blank characters that count as letters, marks or symbols. */
  private static final Set<Integer> BLANK = Set.of(0x034F, 0x115F, 0x1160, 0x2800, 0x3164);

  private static final Set<UnicodeScript> JOINING =
      EnumSet.of(
          UnicodeScript.ARABIC,
          UnicodeScript.SYRIAC,
          UnicodeScript.MONGOLIAN,
          UnicodeScript.NKO,
          UnicodeScript.DEVANAGARI,
          UnicodeScript.BENGALI,
          UnicodeScript.GURMUKHI,
          UnicodeScript.GUJARATI,
          UnicodeScript.ORIYA,
          UnicodeScript.TAMIL,
          UnicodeScript.TELUGU,
          UnicodeScript.KANNADA,
          UnicodeScript.MALAYALAM,
          UnicodeScript.SINHALA,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  /** A reason why a name cannot be used. */
  public enum Problem {
    EMPTY,
    LONG,
    CONTROL,
    INVISIBLE,
    RESERVED
  }

  private NameRule() {}

  /** Returns a name in the form in which it is used: NFKC, without white space around it. */
  public static String normalize(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
  }

  /** Returns why a normalized name of a stream cannot be used; empty if it can. */
  public static Optional<Problem> problem(String name) {
    if (name.isEmpty()) {
      return Optional.of(Problem.EMPTY);
    }
    if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
      return Optional.of(Problem.LONG);
    }
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      return Optional.of(Problem.CONTROL);
    }
    if (hasInvisible(name.codePoints().toArray())) {
      return Optional.of(Problem.INVISIBLE);
    }
    // The library that calls Twilio leaves out every parameter with this value.
    return name.equals("null") ? Optional.of(Problem.RESERVED) : Optional.empty();
  }

  /**
   * Returns why a normalized name of a person cannot be used; empty if it can. Names that people
   * would take for a part of the system, or the system for an ID, are reserved.
   */
  public static Optional<Problem> problemOfPerson(String name) {
    return problem(name)
        .or(() -> isReserved(name) ? Optional.of(Problem.RESERVED) : Optional.empty());
  }

  private static boolean isReserved(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    return plain.equals("host")
        || plain.equals("system")
        || plain.startsWith("video-composer")
        || SID.matcher(name).matches();
  }

  private static boolean hasInvisible(int[] name) {
    for (int i = 0; i < name.length; i++) {
      if (isInvisibleAt(name, i)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a character is invisible and does not change what is seen, either. */
  static boolean isInvisibleAt(int[] text, int i) {
    return isInvisible(text[i]) && !(i > 0 && changesWhatIsSeen(text[i], text[i - 1]));
  }

  private static boolean isInvisible(int c) {
    return Character.getType(c) == Character.FORMAT
        || BLANK.contains(c)
        || (c >= 0x180B && c <= 0x180F)
        || (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0xE0000 && c <= 0xE0FFF);
  }

  private static boolean changesWhatIsSeen(int c, int before) {
    return switch (c) {
      case ZERO_WIDTH_JOINER -> isOfEmoji(before) || joins(before);
      case ZERO_WIDTH_NON_JOINER -> joins(before);
      case EMOJI_PRESENTATION -> Character.isEmoji(before);
      default -> isTag(c) && (before == BLACK_FLAG || isTag(before));
    };
  }

  private static boolean isOfEmoji(int c) {
    return Character.isExtendedPictographic(c)
        || Character.isEmojiModifier(c)
        || c == EMOJI_PRESENTATION;
  }

  private static boolean joins(int c) {
    UnicodeScript script = UnicodeScript.of(c);
    return JOINING.contains(script)
        || (script == UnicodeScript.INHERITED
            && Character.getType(c) == Character.NON_SPACING_MARK);
  }

  /** Returns whether this is a letter of a flag's region, such as Scotland's. */
  private static boolean isTag(int c) {
    return c >= 0xE0020 && c <= 0xE007F;
  }
}
