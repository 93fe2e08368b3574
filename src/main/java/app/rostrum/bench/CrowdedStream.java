package app.rostrum.bench;

import app.rostrum.stream.Audibility;
import app.rostrum.stream.Chat;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamDesk;
import app.rostrum.stream.StreamReactions;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Playback;
import app.rostrum.stream.StreamState.RaisedHand;
import app.rostrum.stream.StreamState.Speaker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A made-up stream of any size in which people come and go, raise hands, write and speak. People
 * who come have names that were never there before, so that whatever is kept of them shows. Each
 * run is the same. For one thread.
 */
final class CrowdedStream {
  /** The number of messages that sessions keep. */
  private static final int MESSAGES = 2000;

  private static final int HANDS = 20;

  /** The number of people by which an audience grows or shrinks at most. */
  private static final int SWAY = 50;

  private final Random random = new Random(10);
  private final String stream;
  private final String me;
  private final Role role;
  private final int talking;
  private final int usual;
  private final List<Speaker> speakers = new ArrayList<>();
  private final List<String> audience = new ArrayList<>();
  private final List<RaisedHand> hands = new ArrayList<>();
  private final List<Chat.Message> messages = new ArrayList<>();
  private final Map<String, Double> levels = new HashMap<>();
  private long people;
  private long written;
  private List<Speaker> speakersNow = List.of();
  private List<String> audienceNow = List.of();
  private List<RaisedHand> handsNow = List.of();
  private Chat chatNow = Chat.OFF;
  private boolean peopleChanged = true;
  private boolean stageChanged = true;
  private boolean chatChanged = true;

  /**
   * @param me the person at the window
   * @param talking the number of speakers whose voices are heard
   */
  CrowdedStream(String stream, String me, Role role, int speakers, int talking, int listeners) {
    this.stream = stream;
    this.me = me;
    this.role = role;
    this.talking = talking;
    for (int i = 0; i < speakers; i++) {
      boolean self = i == 0 && role.onStage();
      this.speakers.add(new Speaker(self ? me : "Speaker " + (i + 1), i == 0, false, false, self));
    }
    for (int i = 0; i < listeners; i++) {
      audience.add(newcomer());
    }
    if (!role.onStage()) {
      audience.add(me);
    }
    Collections.sort(audience);
    usual = audience.size();
    for (int i = 0; i < MESSAGES; i++) {
      write();
    }
    speak();
  }

  private String newcomer() {
    people++;
    return "Listener " + Long.toString(people * 7919 % 1_000_003 + 36 * 36 * 36 * 36, 36) + people;
  }

  /** Copies what has changed: a real session, too, gives the same lists until then. */
  private void copyChanged() {
    if (peopleChanged) {
      audienceNow = List.copyOf(audience);
      handsNow = List.copyOf(hands);
    }
    if (stageChanged) {
      speakersNow = List.copyOf(speakers);
    }
    if (chatChanged) {
      chatNow = new Chat(Chat.Access.OPEN, List.copyOf(messages), false, false, List.of(), 0);
    }
    peopleChanged = false;
    stageChanged = false;
    chatChanged = false;
  }

  /** Changes something about somebody. */
  void change() {
    int kind = random.nextInt(100);
    peopleChanged |= kind < 90;
    stageChanged |= kind >= 90 && kind < 95;
    if (kind < 80) {
      boolean comes = moreCome();
      if (comes) {
        String name = newcomer();
        audience.add(-Collections.binarySearch(audience, name) - 1, name);
      } else {
        String gone = audience.remove(random.nextInt(audience.size()));
        hands.removeIf(hand -> hand.identity().equals(gone));
        if (gone.equals(me)) {
          audience.add(-Collections.binarySearch(audience, me) - 1, me);
        }
      }
    } else if (kind < 90) {
      if (hands.size() >= HANDS || (!hands.isEmpty() && random.nextBoolean())) {
        hands.remove(random.nextInt(hands.size()));
      } else {
        String name = audience.get(random.nextInt(audience.size()));
        if (hands.stream().noneMatch(hand -> hand.identity().equals(name)) && !name.equals(me)) {
          hands.add(new RaisedHand(name, Instant.now(), ""));
        }
      }
    } else if (kind < 95) {
      int at = random.nextInt(speakers.size());
      Speaker one = speakers.get(at);
      speakers.set(at, new Speaker(one.identity(), one.host(), !one.muted(), false, one.self()));
    } else {
      write();
    }
  }

  /** Chooses by chance, but lets the audience keep its size nearly. */
  private boolean moreCome() {
    int more = audience.size() - usual;
    return more <= -SWAY || (more < SWAY && random.nextBoolean());
  }

  private void write() {
    chatChanged = true;
    written++;
    String author = audience.get(random.nextInt(audience.size()));
    messages.add(
        new Chat.Message(
            written,
            author,
            author.equals(me),
            "A message of about the usual length, the number " + written,
            Instant.now(),
            false,
            Chat.Delivery.SENT));
    if (messages.size() > MESSAGES) {
      messages.removeFirst();
    }
  }

  /** Returns whether anybody speaks. */
  boolean heard() {
    return talking > 0;
  }

  /** Moves the levels of those who speak on, as one measurement does. */
  void speak() {
    levels.clear();
    for (int i = 0; i < talking; i++) {
      levels.put(speakers.get(i).identity(), (5 + random.nextInt(60)) / 100.0);
    }
  }

  /**
   * Returns the state as it is now.
   *
   * @param voices whether the levels are measured
   */
  StreamState state(boolean voices) {
    boolean onStage = role.onStage();
    return state(onStage ? new Phase.OnStage(role) : new Phase.InAudience(), voices);
  }

  StreamState state(Phase phase, boolean voices) {
    boolean onStage = role.onStage();
    copyChanged();
    return new StreamState(
        stream,
        me,
        phase,
        speakersNow,
        audienceNow,
        handsNow,
        Optional.of(
            new StreamDesk(true, false, true, "", List.of(), "", "", Optional.empty(), List.of())),
        Optional.of(new StreamReactions(Map.of(), Map.of())),
        List.of(),
        voices ? Map.copyOf(levels) : Map.of(),
        talking > 0 ? Optional.of(speakers.get(0).identity()) : Optional.empty(),
        false,
        false,
        false,
        onStage,
        onStage ? Audibility.HEARD : Audibility.OFF_STAGE,
        onStage ? Playback.NONE : Playback.PLAYING,
        false,
        Optional.empty(),
        5,
        Map.of(),
        chatNow,
        List.of());
  }
}
