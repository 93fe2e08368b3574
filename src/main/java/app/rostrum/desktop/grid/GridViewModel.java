package app.rostrum.desktop.grid;

import app.rostrum.desktop.ui.ListDiff;
import app.rostrum.stream.StreamState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Chooses the speakers who have a tile: all of them while they fit; otherwise the host, oneself and
 * those heard most recently. A tile keeps its place as long as it is shown. A speaker without one
 * who is heard takes the place of whoever has been silent longest.
 */
public final class GridViewModel {
  private final Map<String, SpeakerItem> items = new HashMap<>();
  private final ObservableList<SpeakerItem> shown = FXCollections.observableArrayList();
  private final ObservableList<SpeakerItem> rest = FXCollections.observableArrayList();
  private final AudienceViewModel audience = new AudienceViewModel();
  private final ReadOnlyIntegerWrapper hidden = new ReadOnlyIntegerWrapper();
  private final SilencedSpeakers silenced;
  private List<SpeakerItem> all = List.of();
  private int capacity = Integer.MAX_VALUE;
  private long states;

  public GridViewModel(SilencedSpeakers silenced) {
    this.silenced = silenced;
    silenced
        .silencedProperty()
        .subscribe(now -> items.values().forEach(item -> item.silenced.set(silences(item))));
  }

  private boolean silences(SpeakerItem item) {
    return silenced.silencedProperty().get().contains(item.identity());
  }

  /** Shows a state of the stream. UI thread only. */
  public void apply(StreamState state) {
    states++;
    var present = new ArrayList<SpeakerItem>(state.speakers().size());
    for (StreamState.Speaker speaker : state.speakers()) {
      SpeakerItem item =
          items.computeIfAbsent(
              speaker.identity(), identity -> new SpeakerItem(identity, speaker.self()));
      item.host.set(speaker.host());
      item.muted.set(speaker.muted());
      item.silenced.set(silences(item));
      item.reconnecting.set(speaker.reconnecting());
      item.level.set(Math.clamp(state.levels().getOrDefault(speaker.identity(), 0.0), 0, 1));
      item.dominant.set(
          state.dominantSpeaker().filter(d -> d.equals(speaker.identity())).isPresent());
      item.quality.set(
          speaker.self() ? state.quality() : state.qualities().getOrDefault(speaker.identity(), 0));
      item.reaction.set(state.reactions().map(now -> now.people().get(speaker.identity())));
      if (item.audible()) {
        item.lastHeard = states;
      }
      present.add(item);
    }
    if (items.size() > present.size()) {
      items.values().retainAll(Set.copyOf(present));
    }
    all = present;
    choose();
  }

  /**
   * @param tiles as many as there is room for, at least 1
   */
  public void setCapacity(int tiles) {
    if (tiles != capacity) {
      capacity = Math.max(1, tiles);
      choose();
    }
  }

  private void choose() {
    if (all.size() <= capacity) {
      hidden.set(0);
      rest.clear();
      ListDiff.apply(shown, all, SpeakerItem::identity);
      return;
    }
    int places = Math.max(1, capacity - 1); // the last tile shows the number of the others
    var present = new HashSet<>(all);
    var next = new ArrayList<>(shown);
    next.removeIf(item -> !present.contains(item));
    while (next.size() > places) {
      next.remove(mostDispensable(next));
    }
    List<SpeakerItem> waiting =
        all.stream()
            .filter(item -> !next.contains(item))
            .sorted(Comparator.comparingLong(GridViewModel::claim).reversed())
            .toList();
    for (SpeakerItem candidate : waiting) {
      if (next.size() < places) {
        next.add(candidate);
        continue;
      }
      SpeakerItem dispensable = mostDispensable(next);
      if (!candidate.audible() && claim(candidate) != Long.MAX_VALUE
          || claim(dispensable) >= claim(candidate)) {
        break;
      }
      next.set(next.indexOf(dispensable), candidate);
    }
    hidden.set(all.size() - next.size());
    ListDiff.apply(shown, next, SpeakerItem::identity);
    ListDiff.apply(
        rest,
        all.stream()
            .filter(item -> !next.contains(item))
            .sorted(Comparator.<SpeakerItem>comparingLong(item -> item.lastHeard).reversed())
            .toList(),
        SpeakerItem::identity);
  }

  private static SpeakerItem mostDispensable(List<SpeakerItem> among) {
    return among.reversed().stream()
        .min(Comparator.comparingLong(GridViewModel::claim))
        .orElseThrow();
  }

  private static long claim(SpeakerItem item) {
    return item.host.get() || item.self() ? Long.MAX_VALUE : item.lastHeard;
  }

  /** The speakers who are shown, in the order of their tiles. */
  public ObservableList<SpeakerItem> shown() {
    return shown;
  }

  /** Returns whether a speaker is on stage, with a tile or without one. */
  boolean isPresent(SpeakerItem item) {
    return items.get(item.identity()) == item;
  }

  /** The speakers whom this person does not hear, by choice. */
  public SilencedSpeakers silenced() {
    return silenced;
  }

  /** The listeners below the grid, who are shown a state apart from the speakers. */
  public AudienceViewModel audience() {
    return audience;
  }

  /** The speakers without a tile, those heard most recently first. */
  public ObservableList<SpeakerItem> rest() {
    return rest;
  }

  /** The number of speakers without a tile. */
  public ReadOnlyIntegerProperty hiddenProperty() {
    return hidden.getReadOnlyProperty();
  }
}
