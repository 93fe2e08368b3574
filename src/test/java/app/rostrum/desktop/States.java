package app.rostrum.desktop;

import app.rostrum.stream.Audibility;
import app.rostrum.stream.Chat;
import app.rostrum.stream.ErrorCode;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Reaction;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamCaption;
import app.rostrum.stream.StreamDesk;
import app.rostrum.stream.StreamProblem;
import app.rostrum.stream.StreamReactions;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Notice;
import app.rostrum.stream.StreamState.Playback;
import app.rostrum.stream.StreamState.RaisedHand;
import app.rostrum.stream.StreamState.Speaker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Builds stream states for tests: begin with a role, then add people. */
public final class States {
  private static final List<String> NAMES =
      List.of(
          "Grace Hopper",
          "Alan Turing",
          "Katherine Johnson",
          "Edsger Dijkstra",
          "Barbara Liskov",
          "Konrad Zuse",
          "Radia Perlman",
          "Tim Berners-Lee",
          "Margaret Hamilton",
          "Donald Knuth",
          "Hedy Lamarr",
          "Dennis Ritchie",
          "Karen Spärck Jones",
          "Łukasz Żółć",
          "Annie Easley",
          "Ken Thompson",
          "Maximiliane von und zu Wolkenstein-Trostburg",
          "Vint Cerf",
          "Mary Kenneth Keller",
          "Leslie Lamport");

  private final String me;
  private Phase phase;
  private final List<Speaker> speakers = new ArrayList<>();
  private final List<String> audience = new ArrayList<>();
  private final List<RaisedHand> hands = new ArrayList<>();
  private final Map<String, Double> levels = new HashMap<>();
  private final List<Notice> notices = new ArrayList<>();
  private final Map<String, Integer> qualities = new HashMap<>();
  private Chat chat = Chat.OFF;
  private Optional<String> dominant = Optional.empty();
  private Optional<StreamReactions> reactions = Optional.empty();
  private List<StreamCaption> captions = List.of();
  private Optional<StreamDesk> desk =
      Optional.of(
          new StreamDesk(true, false, true, "", List.of(), "", "", Optional.empty(), List.of()));
  private boolean invited;
  private boolean mayTakeOver;
  private boolean microphoneOn = true;
  private Optional<Audibility> audibility = Optional.empty();
  private Playback playback = Playback.NONE;
  private boolean reconnecting;
  private Optional<StreamProblem> trouble = Optional.empty();

  private States(String me, Phase phase) {
    this.me = me;
    this.phase = phase;
  }

  public static States host(String me) {
    var states = new States(me, new Phase.OnStage(Role.HOST));
    states.speakers.add(new Speaker(me, true, false, false, true));
    return states;
  }

  /** Begins with a speaker beside the host Grace Hopper. */
  public static States speaker(String me) {
    var states = new States(me, new Phase.OnStage(Role.SPEAKER));
    states.speakers.add(new Speaker("Grace Hopper", true, false, false, false));
    states.speakers.add(new Speaker(me, false, false, false, true));
    return states;
  }

  public static States listener(String me) {
    var states = new States(me, new Phase.InAudience());
    states.audience.add(me);
    states.playback = Playback.PLAYING;
    return states;
  }

  /** Adds speakers up to a number. */
  public States speakers(int count) {
    for (int i = 0; speakers.size() < count; i++) {
      String name = i < NAMES.size() ? NAMES.get(i) : "Speaker " + (i + 1);
      if (speakers.stream().noneMatch(s -> s.identity().equals(name))) {
        boolean host = speakers.isEmpty();
        speakers.add(new Speaker(name, host, i % 4 == 3, i == 7, false));
      }
    }
    return this;
  }

  public States andSpeaker(String name) {
    speakers.add(new Speaker(name, false, false, false, false));
    return this;
  }

  public States listeners(int count) {
    IntStream.range(audience.size(), count)
        .forEach(i -> audience.add("Listener %05d".formatted(i)));
    audience.sort(String::compareTo);
    return this;
  }

  public States andListener(String name) {
    audience.add(name);
    audience.sort(String::compareTo);
    return this;
  }

  public States hand(String name, Instant since) {
    if (!audience.contains(name)) {
      andListener(name);
    }
    hands.add(new RaisedHand(name, since, ""));
    return this;
  }

  /** Raises a hand with a text. */
  public States hand(String name, Instant since, String text) {
    hand(name, since);
    hands.set(hands.size() - 1, new RaisedHand(name, since, text));
    return this;
  }

  public States desk(StreamDesk now) {
    desk = Optional.of(now);
    return this;
  }

  public States speakingTime(String name, Instant ends) {
    StreamDesk now = desk.orElseThrow();
    return desk(
        new StreamDesk(
            now.stageOpen(),
            now.locked(),
            now.queueOpen(),
            now.queueReason(),
            now.coHosts(),
            now.topic(),
            now.pinned(),
            Optional.of(new StreamDesk.SpeakingTime(name, ends)),
            now.keptOut()));
  }

  public States coHosts(String... names) {
    StreamDesk now = desk.orElseThrow();
    return desk(
        new StreamDesk(
            now.stageOpen(),
            now.locked(),
            now.queueOpen(),
            now.queueReason(),
            List.of(names),
            now.topic(),
            now.pinned(),
            now.speakingTime(),
            now.keptOut()));
  }

  /** Is being recorded, as somebody has told. */
  public States recordedBy(String name, Instant since) {
    StreamDesk now = desk.orElseThrow();
    return desk(
        new StreamDesk(
            now.stageOpen(),
            now.locked(),
            now.queueOpen(),
            now.queueReason(),
            now.coHosts(),
            now.topic(),
            now.pinned(),
            now.speakingTime(),
            now.keptOut(),
            now.operatorMessage(),
            Optional.of(new StreamDesk.Recording(name, since))));
  }

  /** Is on a plain reference deployment. */
  public States withoutDesk() {
    desk = Optional.empty();
    return this;
  }

  public States level(String name, double level) {
    levels.put(name, level);
    return this;
  }

  public States dominant(String name) {
    dominant = Optional.of(name);
    return this;
  }

  public States notice(long id, Notice.Kind kind, String subject) {
    notices.add(new Notice(id, kind, subject));
    return this;
  }

  public States quality(String name, int quality) {
    qualities.put(name, quality);
    return this;
  }

  public States chat(Chat now) {
    chat = now;
    return this;
  }

  public States invited() {
    invited = true;
    return this;
  }

  /** Leaves the stage without its host. */
  public States hostLost() {
    speakers.removeIf(Speaker::host);
    mayTakeOver = true;
    return this;
  }

  public States muted() {
    microphoneOn = false;
    speakers.replaceAll(s -> s.self() ? new Speaker(me, s.host(), true, false, true) : s);
    return this;
  }

  public States othersMuted() {
    speakers.replaceAll(
        s -> s.self() ? s : new Speaker(s.identity(), s.host(), true, s.reconnecting(), false));
    return this;
  }

  public States reconnecting() {
    reconnecting = true;
    return this;
  }

  /** Lets no sound get through to a UDP address. */
  public States blocked(String address) {
    reconnecting = true;
    trouble = Optional.of(new StreamProblem(ErrorCode.ROOM_SOUND_BLOCKED, address, ""));
    return this;
  }

  public States interrupted(ErrorCode error) {
    reconnecting = true;
    trouble = Optional.of(StreamProblem.of(error));
    return this;
  }

  public States stillTrying(Role role, ErrorCode error) {
    trouble = Optional.of(StreamProblem.of(error));
    return reconnecting().phase(new Phase.Joining(role));
  }

  public States reactions(Map<Reaction, Integer> counts, Map<String, Reaction> people) {
    reactions = Optional.of(new StreamReactions(counts, people));
    return this;
  }

  public States captions(StreamCaption... now) {
    captions = List.of(now);
    return this;
  }

  public States buffering() {
    playback = Playback.BUFFERING;
    return this;
  }

  public States phase(Phase now) {
    phase = now;
    return this;
  }

  public StreamState state() {
    return new StreamState(
        "Morning coffee",
        me,
        phase,
        List.copyOf(speakers),
        List.copyOf(audience),
        List.copyOf(hands),
        desk,
        reactions,
        captions,
        Map.copyOf(levels),
        dominant,
        hands.stream().anyMatch(h -> h.identity().equals(me)),
        invited,
        mayTakeOver,
        microphoneOn,
        audibility(),
        playback,
        reconnecting,
        trouble,
        trouble.isPresent() ? 0 : 4,
        Map.copyOf(qualities),
        chat,
        List.copyOf(notices));
  }

  private Audibility audibility() {
    if (!(phase instanceof Phase.OnStage)) {
      return Audibility.OFF_STAGE;
    }
    return audibility.orElse(
        trouble.isPresent()
            ? Audibility.NO_PATH
            : reconnecting
                ? Audibility.RECONNECTING
                : microphoneOn ? Audibility.HEARD : Audibility.MUTED);
  }

  /** Sets whether this person is heard, which else follows from the microphone and connection. */
  public States audibility(Audibility now) {
    audibility = Optional.of(now);
    return this;
  }

  /** Returns the time some minutes ago. */
  public static Instant ago(Instant now, int minutes) {
    return now.minus(Duration.ofMinutes(minutes));
  }
}
