package app.rostrum.desktop.people;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeSession;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.States;
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
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class PeopleViewModelTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final FakeSession controls = new FakeSession();
  private final Offers offers = new Offers();
  private final SilencedSpeakers silenced = new SilencedSpeakers(() -> controls);
  private final PeopleViewModel people =
      new PeopleViewModel(
          () -> controls,
          ui.clock(),
          Texts.in(Locale.ENGLISH),
          new UndoableActs(ui, offers::show),
          silenced);
  private final Instant now = ui.clock().instant();

  @Test
  void raisedHandsComeFirstInTheirOrderThenSpeakersThenListeners() {
    people.setOpen(true);
    people.apply(States.host("Ada").hand("Zoë", now).hand("Bob", now).andListener("Cid").state());
    assertThat(people.rows())
        .containsExactly(
            new Header(Section.HANDS, 2),
            new Hand("Zoë", 1, Duration.ZERO, false, Asked.NOTHING),
            new Hand("Bob", 2, Duration.ZERO, false, Asked.NOTHING),
            new Header(Section.SPEAKERS, 1),
            new Speaking(
                "Ada", true, false, true, Asked.NOTHING, false, Desk.HOST, Hearing.NO_CHOICE),
            new Header(Section.LISTENERS, 1),
            new Listening("Cid", false, Asked.NOTHING, false, Desk.HOST));
  }

  @Test
  void waitingTimesAdvance() {
    people.setOpen(true);
    people.apply(States.host("Ada").hand("Zoë", now).state());
    ui.pass(Duration.ofMinutes(3));
    people.refresh();
    assertThat(people.rows().get(1))
        .isEqualTo(new Hand("Zoë", 1, Duration.ofMinutes(3), false, Asked.NOTHING));
  }

  @Test
  void oneOfTenThousandIsOneChange() {
    people.setOpen(true);
    people.apply(States.host("Ada").listeners(10_000).state());
    var changes = new AtomicInteger();
    people
        .rows()
        .addListener(
            (ListChangeListener<PersonRow>)
                change -> {
                  while (change.next()) {
                    changes.addAndGet(change.getAddedSize() + change.getRemovedSize());
                  }
                });
    people.apply(States.host("Ada").listeners(10_000).andListener("Listener 05000a").state());
    // One for the new row, two for the replaced title with the count.
    assertThat(changes).hasValue(3);
    assertThat(people.rows()).hasSize(10_004);
    people.apply(
        States.host("Ada")
            .listeners(10_000)
            .level("Ada", 0.3)
            .andListener("Listener 05000a")
            .state());
    assertThat(changes).hasValue(3);
  }

  @Test
  void aClosedPanelCostsNothing() {
    people.apply(States.host("Ada").listeners(1000).state());
    assertThat(people.rows()).isEmpty();
    people.setOpen(true);
    assertThat(people.rows()).hasSize(1003);
  }

  @Test
  void listenersAreFoundByPartsOfTheirNames() {
    people.setOpen(true);
    people.apply(States.host("Ada").listeners(10_000).state());
    people.searchProperty().set("LISTENER 0042");
    assertThat(people.rows())
        .filteredOn(Listening.class::isInstance)
        .hasSize(10)
        .contains(new Listening("Listener 00420", false, Asked.NOTHING, false, Desk.HOST));
    people.searchProperty().set("");
    assertThat(people.rows()).hasSize(10_003);
  }

  @Test
  void newHandsAreCountedUntilThePanelIsOpened() {
    people.apply(States.host("Ada").hand("Zoë", now).hand("Bob", now).state());
    assertThat(people.newHandsProperty().get()).isEqualTo(2);
    people.setOpen(true);
    assertThat(people.newHandsProperty().get()).isZero();
    people.setOpen(false);
    people.apply(States.host("Ada").hand("Bob", now).hand("Cid", now).state());
    assertThat(people.newHandsProperty().get()).isEqualTo(1);
    people.apply(States.host("Ada").state());
    people.apply(States.host("Ada").hand("Bob", now).state());
    assertThat(people.newHandsProperty().get()).isEqualTo(1);
  }

  @Test
  void aCommandOfTheHostIsShownUntilItsOutcome() {
    people.setOpen(true);
    people.apply(States.host("Ada").hand("Zoë", now).state());
    assertThat(people.host()).isTrue();
    people.invite("Zoë");
    assertThat(controls.asked()).containsExactly("invite Zoë");
    assertThat(asked()).isEqualTo(Asked.INVITING);
    people.outcome(new Notice(1, Notice.Kind.INVITATION_SENT, "Zoë"));
    assertThat(asked()).isEqualTo(Asked.INVITED);
    people.lowerHand("Zoë");
    assertThat(asked()).isEqualTo(Asked.LOWERING);
    people.outcome(new Notice(2, Notice.Kind.ACTION_FAILED, "Zoë"));
    assertThat(asked()).isEqualTo(Asked.NOTHING);
  }

  private Asked asked() {
    return ((Hand) people.rows().get(1)).asked();
  }

  @Test
  void aMovedSpeakerIsAListenerLikeAnyOther() {
    people.setOpen(true);
    people.apply(States.host("Ada").speakers(2).state());
    people.moveToAudience("Grace Hopper");
    assertThat(people.rows())
        .contains(
            new Speaking(
                "Grace Hopper",
                false,
                false,
                false,
                Asked.MOVING,
                false,
                Desk.HOST,
                Hearing.NO_CHOICE));
    people.apply(States.host("Ada").andListener("Grace Hopper").state());
    assertThat(people.rows())
        .contains(new Listening("Grace Hopper", false, Asked.NOTHING, false, Desk.HOST));
  }

  @Test
  void theHostMutesASpeakerOnceAndOnlyAnUnmutedOne() {
    people.setOpen(true);
    // The fourth person on stage is muted.
    people.apply(States.host("Ada").speakers(4).state());
    people.mute("Grace Hopper");
    people.mute("Grace Hopper");
    people.mute("Edsger Dijkstra");
    assertThat(controls.asked()).containsExactly("mute Grace Hopper");
    assertThat(people.rows())
        .contains(
            new Speaking(
                "Grace Hopper",
                false,
                false,
                false,
                Asked.MUTING,
                false,
                Desk.HOST,
                Hearing.NO_CHOICE));
    people.outcome(new Notice(1, Notice.Kind.MUTED_SOMEBODY, "Grace Hopper"));
    assertThat(people.rows())
        .contains(
            new Speaking(
                "Grace Hopper",
                false,
                false,
                false,
                Asked.NOTHING,
                false,
                Desk.HOST,
                Hearing.NO_CHOICE));
  }

  @Test
  void theHostMutesAllWhileAnybodyIsUnmuted() {
    people.setOpen(true);
    people.apply(States.host("Ada").state());
    people.muteAll();
    assertThat(people.rows()).contains(new Header(Section.SPEAKERS, 1, MuteAll.ABSENT));
    people.apply(States.host("Ada").speakers(3).state());
    assertThat(people.rows()).contains(new Header(Section.SPEAKERS, 3, MuteAll.POSSIBLE));
    people.muteAll();
    people.apply(States.host("Ada").speakers(3).othersMuted().state());
    assertThat(people.rows()).contains(new Header(Section.SPEAKERS, 3, MuteAll.NOBODY_LEFT));
    people.muteAll();
    people.apply(States.speaker("Ada").state());
    assertThat(people.rows()).contains(new Header(Section.SPEAKERS, 2, MuteAll.ABSENT));
    assertThat(controls.asked()).containsExactly("mute all");
  }

  @Test
  void aLoweredHandWaitsFiveSecondsAndCanBeKeptUp() {
    people.setOpen(true);
    people.apply(States.host("Ada").hand("Zoë", now).state());
    people.lowerHand("Zoë");
    people.lowerHand("Zoë");
    assertThat(asked()).isEqualTo(Asked.LOWERING);
    offers.undoLast();
    assertThat(asked()).isEqualTo(Asked.NOTHING);
    ui.pass(UndoableActs.TIME.multipliedBy(2));
    assertThat(controls.asked()).isEmpty();
    people.lowerHand("Zoë");
    ui.pass(UndoableActs.TIME);
    assertThat(controls.asked()).containsExactly("lower Zoë");
    offers.undoLast();
    assertThat(controls.asked()).containsExactly("lower Zoë");
    assertThat(offers.messages()).allMatch(message -> message.contains("Zoë")).hasSize(2);
  }

  @Test
  void whatWaitsIsDoneWhenTheStreamIsLeft() {
    var acts = new UndoableActs(ui, offers::show);
    var leaving =
        new PeopleViewModel(() -> controls, ui.clock(), Texts.in(Locale.ENGLISH), acts, silenced);
    leaving.apply(States.host("Ada").hand("Zoë", now).state());
    leaving.lowerHand("Zoë");
    acts.close();
    ui.pass(UndoableActs.TIME);
    assertThat(controls.asked()).containsExactly("lower Zoë");
  }

  @Test
  void whoWasMovedIsInvitedBackAndWhoWasRemovedIsLetInAgain() {
    people.apply(States.host("Ada").state());
    people.outcome(new Notice(1, Notice.Kind.MOVED_SOMEBODY_TO_AUDIENCE, "Zoë"));
    offers.undoLast();
    people.outcome(new Notice(2, Notice.Kind.REMOVED_SOMEBODY, "Bob"));
    offers.undoLast();
    assertThat(controls.asked()).containsExactly("invite Zoë", "Readmit[identity=Bob]");
  }

  @Test
  void theDeskHearsThatItsCallFailed() {
    people.apply(States.host("Ada").state());
    people.desk().pin("Hello");
    people.outcome(new Notice(1, Notice.Kind.ACTION_FAILED, ""));
    assertThat(people.desk().askedPinned().hasFailed()).isTrue();
  }

  @Test
  void anInvitedPersonIsNotInvitedTwice() {
    people.setOpen(true);
    people.apply(States.host("Ada").hand("Zoë", now).state());
    people.invite("Zoë");
    people.outcome(new Notice(1, Notice.Kind.INVITATION_SENT, "Zoë"));
    people.invite("Zoë");
    assertThat(controls.asked()).containsExactly("invite Zoë");
  }

  @Test
  void aCoHostHasTheHostsControls() {
    people.setOpen(true);
    people.apply(States.listener("Zoë").state());
    assertThat(people.host()).isFalse();
    people.apply(States.listener("Zoë").coHosts("Zoë").state());
    assertThat(people.host()).isTrue();
    assertThat(people.rows())
        .contains(new Listening("Zoë", true, Asked.NOTHING, true, Desk.CO_HOST));
    people.apply(States.listener("Zoë").withoutDesk().state());
    assertThat(people.host()).isFalse();
    assertThat(people.desk().usableProperty().get()).isFalse();
  }

  @Test
  void aHandShowsWhatThePersonWantsToSay() {
    people.setOpen(true);
    people.apply(States.host("Ada").hand("Zoë", now, "About records").state());
    assertThat(people.rows())
        .containsSubsequence(
            new Hand("Zoë", 1, Duration.ZERO, false, Asked.NOTHING),
            new Says("Zoë", "About records"));
  }

  @Test
  void aSpeakerIsMutedForOneselfUntilTheStreamIsLeftAndOnStageOnly() {
    people.setOpen(true);
    StreamState onStage = States.speaker("Ada").state();
    show(onStage);
    assertThat(people.rows())
        .contains(
            new Speaking(
                "Grace Hopper",
                true,
                false,
                false,
                Asked.NOTHING,
                false,
                Desk.NONE,
                Hearing.HEARD));
    silenced.toggle("Grace Hopper");
    assertThat(people.rows()).contains(silent());
    show(States.listener("Ada").speakers(1).state());
    assertThat(people.rows()).noneMatch(row -> row.equals(silent()));
    show(onStage);
    assertThat(people.rows()).contains(silent());
    silenced.toggle("Grace Hopper");
    assertThat(people.rows()).noneMatch(row -> row.equals(silent()));
    assertThat(controls.asked()).containsExactly("silence Grace Hopper", "hear Grace Hopper");
  }

  private void show(StreamState state) {
    silenced.apply(state);
    people.apply(state);
  }

  private static Speaking silent() {
    return new Speaking(
        "Grace Hopper", true, false, false, Asked.NOTHING, false, Desk.NONE, Hearing.SILENCED);
  }
}
