package app.rostrum.desktop.ui;

import java.util.function.Function;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The names of the choices in a box whose text cannot be edited. */
public final class ChoiceNames<T> extends StringConverter<T> {
  private final Function<T, String> name;

  public ChoiceNames(Function<T, String> name) {
    this.name = name;
  }

  @Override
  public String toString(@Nullable T choice) {
    return choice == null ? "" : name.apply(choice);
  }

  @Override
  public T fromString(String text) {
    throw new UnsupportedOperationException("the box is not editable");
  }
}
