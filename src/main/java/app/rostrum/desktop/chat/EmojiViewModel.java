package app.rostrum.desktop.chat;

import app.rostrum.desktop.emoji.EmojiNames;
import app.rostrum.desktop.emoji.EmojiNames.Named;
import app.rostrum.desktop.services.Preference;
import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.ui.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The choice of an emoji: those used last, then all in groups, or those that a word finds. One of
 * them is selected. UI thread only.
 */
final class EmojiViewModel {
  static final int COLUMNS = 7;
  static final int TONES = 5;

  /** The number of emoji used last that are kept: two rows. */
  private static final int MOST_RECENT = 2 * COLUMNS;

  private static final String RECENT = "recent-emoji";
  private static final Preference<Integer> TONE = Preference.number("emoji-tone", 0, 0, TONES);

  /** An emoji as it will be written, and its name. */
  record Slot(String text, String name) {}

  /** A row of the choice. */
  sealed interface Row {
    /** The title of the group below. */
    record Title(String text) implements Row {}

    /**
     * Emoji beside each other.
     *
     * @param first the position of the first one among all
     */
    record Slots(int first, List<Slot> slots) implements Row {}
  }

  private final Texts texts;
  private final PreferenceStore preferences;
  private final EmojiNames names;
  private final Map<String, String> nameOf = new HashMap<>();
  private final StringProperty query = new SimpleStringProperty("");
  private final IntegerProperty tone;
  private final ObservableList<Row> rows = FXCollections.observableArrayList();
  private final List<Slot> slots = new ArrayList<>();
  private final ReadOnlyIntegerWrapper selected = new ReadOnlyIntegerWrapper();

  EmojiViewModel(Texts texts, PreferenceStore preferences) {
    this.texts = texts;
    this.preferences = preferences;
    names = EmojiNames.in(texts.locale());
    tone = new SimpleIntegerProperty(preferences.get(TONE));
    for (Named named : names.all()) {
      nameOf.put(named.text(), named.name());
      named.tones().forEach(toned -> nameOf.put(toned, named.name()));
    }
    query.subscribe(text -> arrange());
    tone.subscribe(
        (was, is) -> {
          preferences.put(TONE, is.intValue());
          int place = selected.get();
          arrange();
          selected.set(place);
        });
  }

  /** Begins anew: everything is shown, with those used last first. */
  void begin() {
    query.set("");
    arrange();
  }

  private void arrange() {
    var arranged = new ArrayList<Row>();
    slots.clear();
    if (query.get().isBlank()) {
      add(arranged, texts.get("emoji.recent"), recent());
      for (int group = 0; group <= names.all().getLast().group(); group++) {
        int wanted = group;
        List<Slot> members =
            names.all().stream().filter(n -> n.group() == wanted).map(this::slot).toList();
        if (!members.isEmpty()) {
          add(arranged, texts.get("emoji.group." + group), members);
        }
      }
    } else {
      add(arranged, "", names.find(query.get()).stream().map(this::slot).toList());
    }
    rows.setAll(arranged);
    selected.set(0);
  }

  private void add(List<Row> arranged, String title, List<Slot> members) {
    if (!members.isEmpty() && !title.isEmpty()) {
      arranged.add(new Row.Title(title));
    }
    for (int from = 0; from < members.size(); from += COLUMNS) {
      List<Slot> row = members.subList(from, Math.min(from + COLUMNS, members.size()));
      arranged.add(new Row.Slots(slots.size(), row));
      slots.addAll(row);
    }
  }

  private Slot slot(Named named) {
    return new Slot(named.inTone(tone.get()), named.name());
  }

  private List<Slot> recent() {
    return preferences.get(RECENT).stream()
        .flatMap(kept -> List.of(kept.split(" ", -1)).stream())
        .filter(nameOf::containsKey)
        .distinct()
        .limit(MOST_RECENT)
        .map(text -> new Slot(text, nameOf.getOrDefault(text, "")))
        .toList();
  }

  /**
   * Selects another emoji.
   *
   * @param columns to the right, along the rows
   * @param down rows down
   */
  void move(int columns, int down) {
    if (slots.isEmpty()) {
      return;
    }
    int wanted = Math.clamp(selected.get() + columns, 0, slots.size() - 1);
    int row = rowOf(wanted);
    for (int next = row + down; down != 0 && next >= 0 && next < rows.size(); next += down) {
      if (rows.get(next) instanceof Row.Slots(int first, List<Slot> members)) {
        int column = wanted - ((Row.Slots) rows.get(row)).first();
        wanted = first + Math.min(column, members.size() - 1);
        break;
      }
    }
    selected.set(wanted);
  }

  /** Returns the row of an emoji. */
  int rowOf(int slot) {
    int row = 0;
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i) instanceof Row.Slots content && content.first() <= slot) {
        row = i;
      }
    }
    return row;
  }

  Optional<Slot> selected() {
    return selected.get() < slots.size()
        ? Optional.of(slots.get(selected.get()))
        : Optional.empty();
  }

  /** Notes that an emoji was chosen. */
  void used(Slot slot) {
    var kept = new ArrayList<String>();
    kept.add(slot.text());
    recent().stream().map(Slot::text).filter(text -> !text.equals(slot.text())).forEach(kept::add);
    preferences.put(RECENT, String.join(" ", kept.subList(0, Math.min(kept.size(), MOST_RECENT))));
  }

  ObservableList<Row> rows() {
    return rows;
  }

  StringProperty queryProperty() {
    return query;
  }

  /** The tone of skin, from 0 for none to 5. */
  IntegerProperty toneProperty() {
    return tone;
  }

  /** The position of the selected emoji among all that are shown. */
  ReadOnlyIntegerProperty selectedProperty() {
    return selected.getReadOnlyProperty();
  }
}
