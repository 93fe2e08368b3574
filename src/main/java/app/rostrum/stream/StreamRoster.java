package app.rostrum.stream;

import app.rostrum.names.LineRule;
import app.rostrum.sdk.sync.SyncMap;
import app.rostrum.stream.StreamState.RaisedHand;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The people in a stream as its Sync maps list them. An entry stays until its map changes, so a
 * lost connection empties no list.
 */
final class StreamRoster {
  /** An entry of the speakers map. */
  record Entry(String identity, boolean host, long order, Instant since) {}

  private record Hand(RaisedHand hand, long order) {}

  /** The prefix of the names by which media processors join rooms; they are hidden. */
  private static final String HIDDEN = "video-composer";

  /** The longest text of a hand that is read, in UTF-16 units. */
  private static final int MAX_TEXT = 2 * LineRule.SHORT;

  /** The time within which a speaker who comes back is not announced again. */
  private static final Duration AWAY = Duration.ofSeconds(30);

  private final Map<String, Entry> speakers = new HashMap<>();
  private final Map<String, Instant> formerSpeakers = new HashMap<>();
  private final SortedNames audience = new SortedNames();
  private final Map<String, Hand> hands = new HashMap<>();
  private final SortedNames keptOut = new SortedNames();
  private List<Entry> speakersSnapshot = List.of();
  private List<RaisedHand> handsSnapshot = List.of();
  private boolean handsChanged;

  static boolean hidden(String identity) {
    return identity.startsWith(HIDDEN);
  }

  /** Replaces a map's items after it has been opened; returns the keys that are new. */
  Set<String> replace(StreamObject object, Map<String, SyncMap.Item> items) {
    Set<String> fresh = new HashSet<>();
    for (String gone : List.copyOf(keys(object))) {
      if (!items.containsKey(gone)) {
        remove(object, gone, Instant.EPOCH);
      }
    }
    items.forEach(
        (key, item) -> {
          if (put(object, key, item)) {
            fresh.add(key);
          }
        });
    return fresh;
  }

  /** Adds or updates an item; returns whether it is new. */
  boolean put(StreamObject object, String key, SyncMap.Item item) {
    if (hidden(key)) {
      return false;
    }
    return switch (object) {
      case SPEAKERS -> {
        boolean host =
            item.data().get("host") instanceof JsonPrimitive flag
                && flag.isBoolean()
                && flag.getAsBoolean();
        boolean added =
            speakers.put(key, new Entry(key, host, item.order(), item.created())) == null;
        sortSpeakers();
        yield added;
      }
      case VIEWERS -> {
        boolean added = !audience.contains(key);
        audience.add(key);
        yield added;
      }
      case HANDS -> {
        handsChanged = true;
        var hand = new RaisedHand(key, item.created(), text(item));
        yield hands.put(key, new Hand(hand, item.order())) == null;
      }
      case KEPT_OUT -> {
        keptOut.add(key);
        yield true;
      }
      case DOCUMENT, STREAM, REACTIONS, CAPTIONS -> false;
    };
  }

  /** Returns the text with a raised hand, of which a backend of ours cleans and bounds each. */
  private static String text(SyncMap.Item item) {
    return item.data().get("text") instanceof JsonPrimitive text && text.isString()
        ? LineRule.clean(
            text.getAsString().substring(0, Math.min(MAX_TEXT, text.getAsString().length())))
        : "";
  }

  void remove(StreamObject object, String key, Instant now) {
    switch (object) {
      case SPEAKERS -> {
        if (speakers.remove(key) != null) {
          formerSpeakers.values().removeIf(since -> since.plus(AWAY).isBefore(now));
          formerSpeakers.put(key, now);
          sortSpeakers();
        }
      }
      case VIEWERS -> audience.remove(key);
      case HANDS -> handsChanged |= hands.remove(key) != null;
      case KEPT_OUT -> keptOut.remove(key);
      case DOCUMENT, STREAM, REACTIONS, CAPTIONS -> {}
    }
  }

  private Collection<String> keys(StreamObject object) {
    return switch (object) {
      case SPEAKERS -> speakers.keySet();
      case VIEWERS -> audience.snapshot();
      case HANDS -> hands.keySet();
      case KEPT_OUT -> keptOut.snapshot();
      case DOCUMENT, STREAM, REACTIONS, CAPTIONS -> List.of();
    };
  }

  private void sortSpeakers() {
    var sorted = new ArrayList<>(speakers.values());
    sorted.sort(
        Comparator.comparing((Entry e) -> !e.host())
            .thenComparingLong(Entry::order)
            .thenComparing(Entry::identity));
    speakersSnapshot = List.copyOf(sorted);
  }

  /** Returns the entry that is marked as the host; empty if none is. */
  Optional<Entry> host() {
    return speakersSnapshot.stream().findFirst().filter(Entry::host);
  }

  boolean isHost(String identity) {
    Entry entry = speakers.get(identity);
    return entry != null && entry.host();
  }

  boolean handRaised(String identity) {
    return hands.containsKey(identity);
  }

  boolean inAudience(String identity) {
    return audience.contains(identity);
  }

  /** Returns whether this person was a speaker a moment ago. */
  boolean wasSpeaker(String identity, Instant now) {
    Instant since = formerSpeakers.get(identity);
    return since != null && since.plus(AWAY).isAfter(now);
  }

  /** Returns the host first, then the others as they came; the same instance until a change. */
  List<Entry> speakers() {
    return speakersSnapshot;
  }

  /** Returns those who are kept out, as far as this person may know. */
  List<String> keptOut() {
    return keptOut.snapshot();
  }

  List<String> audience() {
    return audience.snapshot();
  }

  /** Returns the raised hands in the order raised. */
  List<RaisedHand> hands() {
    if (handsChanged) {
      handsSnapshot =
          hands.values().stream()
              .sorted(
                  Comparator.comparingLong(Hand::order)
                      .thenComparing(hand -> hand.hand().identity()))
              .map(Hand::hand)
              .toList();
      handsChanged = false;
    }
    return handsSnapshot;
  }
}
