package app.rostrum.desktop.people;

import app.rostrum.desktop.grid.SilencedSpeakers;
import app.rostrum.desktop.people.PersonRow.Asked;
import app.rostrum.desktop.people.PersonRow.Desk;
import app.rostrum.desktop.people.PersonRow.Hand;
import app.rostrum.desktop.people.PersonRow.Header;
import app.rostrum.desktop.people.PersonRow.Hearing;
import app.rostrum.desktop.people.PersonRow.Listening;
import app.rostrum.desktop.people.PersonRow.MuteAll;
import app.rostrum.desktop.people.PersonRow.Says;
import app.rostrum.desktop.people.PersonRow.Section;
import app.rostrum.desktop.people.PersonRow.Speaking;
import app.rostrum.desktop.ui.ListDiff;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Notice;
import app.rostrum.stream.StreamState.RaisedHand;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Everyone in a stream as one list: raised hands, speakers, listeners. A change of the state
 * becomes single changes of the list, however many listeners there are.
 */
public final class PeopleViewModel {
  private final Supplier<StreamSession> session;
  private final Clock clock;
  private final Texts texts;
  private final UndoableActs acts;
  private final DeskViewModel desk;
  private final SilencedSpeakers silenced;

  private final ObservableList<PersonRow> rows = FXCollections.observableArrayList();
  private final Map<Section, Integer> sizes = new EnumMap<>(Section.class);
  private final StringProperty search = new SimpleStringProperty("");
  private final ReadOnlyIntegerWrapper newHands = new ReadOnlyIntegerWrapper();
  private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper();
  private final HostRequests requests = new HostRequests();
  private final Set<String> handsSeen = new HashSet<>();
  private Set<String> handsUp = Set.of();
  private @Nullable StreamState state;
  private List<String> audience = List.of();
  private boolean listenersStale = true;
  private boolean host;

  /**
   * @param session gives the session when the host acts
   */
  public PeopleViewModel(
      Supplier<StreamSession> session,
      Clock clock,
      Texts texts,
      UndoableActs acts,
      SilencedSpeakers silenced) {
    this.session = session;
    this.clock = clock;
    this.texts = texts;
    this.acts = acts;
    this.silenced = silenced;
    silenced.silencedProperty().subscribe((was, is) -> refresh());
    this.desk = new DeskViewModel(session, clock, texts, acts);
    for (Section section : Section.values()) {
      sizes.put(section, 0);
    }
    search.subscribe(
        () -> {
          listenersStale = true;
          refresh();
        });
  }

  /** Shows a state of the stream. UI thread only. */
  public void apply(StreamState now) {
    state = now;
    boolean powers = now.host() || now.coHost();
    Set<String> up =
        now.raisedHands().stream().map(RaisedHand::identity).collect(Collectors.toSet());
    boolean deskChanged = !now.desk().equals(desk.deskProperty().get());
    listenersStale |= requests.forgetDone(now) | powers != host | deskChanged | !up.equals(handsUp);
    host = powers;
    handsUp = up;
    desk.apply(now);
    if (!audience.equals(now.audience())) {
      audience = now.audience();
      listenersStale = true;
    }
    countHands();
    refresh();
  }

  private void countHands() {
    Set<String> up = handsUp;
    handsSeen.retainAll(up);
    if (open.get()) {
      handsSeen.addAll(up);
    }
    newHands.set((int) up.stream().filter(hand -> !handsSeen.contains(hand)).count());
  }

  /** Shows the outcome of a command, with an offer to take it back where that can be done. */
  public void outcome(Notice notice) {
    String whom = notice.subject();
    desk.outcome(notice);
    switch (notice.kind()) {
      case MOVED_SOMEBODY_TO_AUDIENCE ->
          acts.done(texts.get("people.moved-who", whom), () -> session.get().invite(whom));
      case REMOVED_SOMEBODY ->
          acts.done(texts.get("people.removed-who", whom), () -> desk.readmit(whom));
      default -> {}
    }
    if (requests.note(notice)) {
      listenersStale = true;
      refresh();
    }
  }

  /** Returns whether somebody waits with a raised hand. */
  public boolean hasHandUp(String identity) {
    StreamState now = state;
    return now != null
        && now.raisedHands().stream().anyMatch(hand -> hand.identity().equals(identity));
  }

  public void invite(String identity) {
    if (requests.of(identity) != Asked.INVITED && note(identity, Asked.INVITING)) {
      session.get().invite(identity);
    }
  }

  /** Lowers a hand after five seconds, unless that is undone. */
  public void lowerHand(String identity) {
    if (note(identity, Asked.LOWERING)) {
      acts.later(
          texts.get("people.lowered-who", identity),
          () -> session.get().lowerHand(identity),
          () -> note(identity, Asked.NOTHING));
    }
  }

  public void moveToAudience(String identity) {
    if (note(identity, Asked.MOVING)) {
      session.get().moveToAudience(identity);
    }
  }

  /** Notes a command; returns false if the same one is pending. */
  private boolean note(String identity, Asked command) {
    boolean fresh = requests.note(identity, command);
    if (fresh) {
      listenersStale = true;
      refresh();
    }
    return fresh;
  }

  /** Mutes a speaker, who may unmute. Does nothing if the microphone is off. */
  public void mute(String identity) {
    if (openMicrophone(identity) && note(identity, Asked.MUTING)) {
      session.get().mute(identity);
    }
  }

  private boolean openMicrophone(String identity) {
    return state != null
        && state.speakers().stream()
            .anyMatch(speaker -> speaker.identity().equals(identity) && !speaker.muted());
  }

  /** Mutes all other speakers, who may unmute. */
  public void muteAll() {
    if (state != null && muteAll(state) == MuteAll.POSSIBLE) {
      session.get().muteAll();
    }
  }

  private MuteAll muteAll(StreamState now) {
    if (!host || now.speakers().stream().allMatch(StreamState.Speaker::self)) {
      return MuteAll.ABSENT;
    }
    return now.speakers().stream().anyMatch(speaker -> !speaker.self() && !speaker.muted())
        ? MuteAll.POSSIBLE
        : MuteAll.NOBODY_LEFT;
  }

  /** Opens or closes the panel. In an open one every hand counts as seen. */
  public void setOpen(boolean wanted) {
    open.set(wanted);
    if (state != null) {
      countHands();
      refresh();
    }
  }

  /** Updates the rows, waiting times included. Cheap if nothing has changed. */
  public void refresh() {
    StreamState now = state;
    if (now == null || !open.get()) {
      return;
    }
    String wanted = search.get().strip().toLowerCase(Locale.ROOT);
    section(new Header(Section.HANDS, now.raisedHands().size()), hands(now, wanted));
    section(
        new Header(Section.SPEAKERS, now.speakers().size(), muteAll(now)), speakers(now, wanted));
    if (listenersStale) {
      listenersStale = false;
      long raised = now.audience().stream().filter(handsUp::contains).count();
      section(
          new Header(Section.LISTENERS, now.audience().size() - (int) raised),
          listeners(now, wanted));
    }
  }

  private List<PersonRow> hands(StreamState now, String wanted) {
    var found = new ArrayList<PersonRow>();
    int place = 0;
    for (RaisedHand hand : now.raisedHands()) {
      place++;
      if (matches(hand.identity(), wanted)) {
        Duration waited = Duration.between(hand.since(), clock.instant());
        found.add(
            new Hand(
                hand.identity(),
                place,
                waited.isNegative() ? Duration.ZERO : waited.truncatedTo(ChronoUnit.MINUTES),
                hand.identity().equals(now.identity()),
                requests.of(hand.identity())));
        if (!hand.text().isEmpty()) {
          found.add(new Says(hand.identity(), hand.text()));
        }
      }
    }
    return found;
  }

  private List<PersonRow> speakers(StreamState now, String wanted) {
    var found = new ArrayList<PersonRow>();
    for (StreamState.Speaker speaker : now.speakers()) {
      if (matches(speaker.identity(), wanted)) {
        found.add(
            new Speaking(
                speaker.identity(),
                speaker.host(),
                speaker.muted(),
                speaker.self(),
                requests.of(speaker.identity()),
                desk.isCoHost(speaker.identity()),
                menu(desk.hasTime(speaker.identity())),
                hearing(speaker)));
      }
    }
    return found;
  }

  private Hearing hearing(StreamState.Speaker speaker) {
    if (speaker.self() || !silenced.possible()) {
      return Hearing.NO_CHOICE;
    }
    return silenced.silencedProperty().get().contains(speaker.identity())
        ? Hearing.SILENCED
        : Hearing.HEARD;
  }

  private List<PersonRow> listeners(StreamState now, String wanted) {
    var found = new ArrayList<PersonRow>(now.audience().size());
    Desk menu = menu(false);
    for (String identity : now.audience()) {
      if (!handsUp.contains(identity) && matches(identity, wanted)) {
        found.add(
            new Listening(
                identity,
                identity.equals(now.identity()),
                requests.of(identity),
                desk.isCoHost(identity),
                menu));
      }
    }
    return found;
  }

  /** Returns the menu that this person has for others. */
  private Desk menu(boolean timed) {
    if (!desk.usableProperty().get()) {
      return Desk.NONE;
    }
    return desk.hostProperty().get()
        ? timed ? Desk.HOST_TIMED : Desk.HOST
        : timed ? Desk.CO_HOST_TIMED : Desk.CO_HOST;
  }

  private static boolean matches(String identity, String wanted) {
    return wanted.isEmpty() || identity.toLowerCase(Locale.ROOT).contains(wanted);
  }

  private void section(Header header, List<PersonRow> content) {
    Section section = header.section();
    var target = new ArrayList<PersonRow>(content.size() + 1);
    if (!content.isEmpty()) {
      target.add(header);
      target.addAll(content);
    }
    int from = 0;
    for (Section before : Section.values()) {
      if (before == section) {
        break;
      }
      from += sizes.getOrDefault(before, 0);
    }
    ListDiff.apply(rows, from, sizes.getOrDefault(section, 0), target, PersonRow::key);
    sizes.put(section, target.size());
  }

  /** Returns the names of all speakers and listeners. */
  public List<String> everybody() {
    var names = new ArrayList<>(audience);
    if (state != null) {
      state.speakers().forEach(speaker -> names.add(speaker.identity()));
    }
    return names;
  }

  public ObservableList<PersonRow> rows() {
    return rows;
  }

  public StringProperty searchProperty() {
    return search;
  }

  /** The number of hands raised since the panel was last open. */
  public ReadOnlyIntegerProperty newHandsProperty() {
    return newHands.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty openProperty() {
    return open.getReadOnlyProperty();
  }

  /** The speakers whom this person does not hear, by choice. */
  SilencedSpeakers silenced() {
    return silenced;
  }

  public DeskViewModel desk() {
    return desk;
  }

  /** Returns whether this person is host or co-host and sees the host's controls. */
  public boolean host() {
    return host;
  }
}
