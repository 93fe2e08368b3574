package app.rostrum.desktop.services;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One setting of a {@link PreferenceStore}: its key, its values, and the standard one that holds
 * until something is chosen. What another version, a person or a damaged disk wrote and this
 * version cannot read counts as not chosen.
 *
 * @param <T> the type of the values
 */
public final class Preference<T> {
  private final String key;
  private final T standard;
  private final Function<String, Optional<T>> reading;
  private final Function<T, String> writing;

  private Preference(
      String key, T standard, Function<String, Optional<T>> reading, Function<T, String> writing) {
    this.key = key;
    this.standard = standard;
    this.reading = reading;
    this.writing = writing;
  }

  /** Makes a setting that is on or off. */
  public static Preference<Boolean> flag(String key, boolean standard) {
    return new Preference<>(
        key,
        standard,
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            },
        Object::toString);
  }

  /** Makes a setting that is one of the constants of an enumeration. */
  public static <E extends Enum<E>> Preference<E> choice(String key, E standard) {
    E[] constants = standard.getDeclaringClass().getEnumConstants();
    return new Preference<>(
        key,
        standard,
        text -> Arrays.stream(constants).filter(c -> written(c).equals(text)).findFirst(),
        Preference::written);
  }

  /**
   * Makes a setting that is a whole number.
   *
   * @param least the least number that counts as chosen
   * @param most the greatest one
   */
  public static Preference<Integer> number(String key, int standard, int least, int most) {
    return new Preference<>(
        key,
        standard,
        text -> {
          try {
            int number = Integer.parseInt(text);
            return least <= number && number <= most ? Optional.of(number) : Optional.empty();
          } catch (NumberFormatException e) {
            return Optional.empty();
          }
        },
        Object::toString);
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  public String key() {
    return key;
  }

  /** The value that holds until something is chosen. */
  public T standard() {
    return standard;
  }

  Optional<T> read(String text) {
    return reading.apply(text);
  }

  String write(T value) {
    return writing.apply(value);
  }

  @Override
  public String toString() {
    return key;
  }
}
