package app.rostrum.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException;
import app.rostrum.desktop.FakeDevices;
import app.rostrum.desktop.FakeMessages;
import app.rostrum.desktop.FakeSession;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.States;
import app.rostrum.desktop.alerts.AlertBadge;
import app.rostrum.desktop.alerts.AlertNotifications;
import app.rostrum.desktop.alerts.AlertSettings;
import app.rostrum.desktop.alerts.AlertSounds;
import app.rostrum.desktop.alerts.Alerts;
import app.rostrum.desktop.alerts.FakeNotifications;
import app.rostrum.desktop.live.LiveViewModel.Place;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import app.rostrum.notifications.Notification;
import app.rostrum.notifications.Notification.Action;
import app.rostrum.stream.Chat;
import app.rostrum.stream.ErrorCode;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Reaction;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamState.Notice;
import app.rostrum.stream.StreamState.Playback;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveViewModelTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final FakeSession controls = new FakeSession();
  private final FakeMessages messages = new FakeMessages();
  private final List<String> said = messages.said();
  private final List<Departure> departures = new ArrayList<>();

  private LiveViewModel model(Role role) {
    return new LiveViewModel(
        Entry.join("Coffee", role, true),
        ui,
        ui.clock(),
        Texts.in(Locale.ENGLISH),
        messages,
        departures::add);
  }

  private void show(LiveViewModel model, States states) {
    model.bridge().accept(states.state());
    ui.pulse();
  }

  @Test
  void aListenerIsPromotedAndMovedBack() {
    LiveViewModel model = model(Role.VIEWER);
    model.begin(controls);
    assertThat(model.placeProperty().get()).isEqualTo(Place.JOINING);
    show(model, States.listener("Ada").speakers(2));
    assertThat(model.placeProperty().get()).isEqualTo(Place.AUDIENCE);
    assertThat(model.playbackProperty().get()).isEqualTo(Playback.PLAYING);

    model.hand().toggle();
    assertThat(model.hand().pendingProperty().get()).isTrue();
    model.hand().toggle();
    assertThat(controls.asked()).containsExactly("hand true");
    show(
        model,
        States.listener("Ada").hand("Zoë", ui.clock().instant()).hand("Ada", ui.clock().instant()));
    assertThat(model.hand().pendingProperty().get()).isFalse();
    assertThat(model.hand().queuePlaceProperty().get()).isEqualTo(2);

    show(model, States.listener("Ada").hand("Ada", ui.clock().instant()).invited());
    assertThat(model.invitedProperty().get()).isTrue();
    model.acceptInvitation(false);
    assertThat(controls.asked()).contains("accept false");
    assertThat(model.invitedProperty().get()).isFalse();
    show(model, States.listener("Ada").phase(new Phase.Changing(Role.VIEWER, Role.SPEAKER)));
    assertThat(model.placeProperty().get()).isEqualTo(Place.AUDIENCE);
    assertThat(model.changingProperty().get()).isTrue();
    show(model, States.speaker("Ada").muted());
    assertThat(model.placeProperty().get()).isEqualTo(Place.STAGE);
    assertThat(model.microphoneOnProperty().get()).isFalse();

    show(model, States.listener("Ada").speakers(1).notice(7, Notice.Kind.MOVED_TO_AUDIENCE, ""));
    assertThat(model.placeProperty().get()).isEqualTo(Place.AUDIENCE);
    assertThat(said)
        .containsExactly("The host has moved you to the audience. You can raise your hand again.");
  }

  @Test
  void aNoticeIsShownOnceHoweverOftenItIsRepeated() {
    LiveViewModel model = model(Role.HOST);
    model.begin(controls);
    States states = States.host("Ada").notice(1, Notice.Kind.MUTED_EVERYBODY, "");
    show(model, states);
    show(model, states.notice(2, Notice.Kind.HAND_RAISED, "Linus"));
    assertThat(said).containsExactly("All speakers have been muted.", "Linus has raised a hand.");
  }

  @Test
  void whatARowShowsIsNotTold() {
    LiveViewModel model = model(Role.HOST);
    model.begin(controls);
    show(
        model,
        States.host("Ada")
            .notice(1, Notice.Kind.INVITATION_SENT, "Zoë")
            .notice(2, Notice.Kind.MUTED_SOMEBODY, "Zoë"));
    assertThat(said).isEmpty();
  }

  @Test
  void whoWasMovedIsToldOnceWithTheOfferToUndoIt() {
    LiveViewModel model = model(Role.HOST);
    model.begin(controls);
    States states = States.host("Ada").notice(1, Notice.Kind.MOVED_SOMEBODY_TO_AUDIENCE, "Zoë");
    show(model, states);
    show(model, states);
    assertThat(said).containsExactly("Zoë is now in the audience.");
  }

  @Test
  void secondsAreCountedOnlyWhileASpeakerHasATime() {
    LiveViewModel model = model(Role.VIEWER);
    model.begin(controls);
    show(model, States.listener("Ada"));
    int before = ui.timers();
    Instant ends = ui.clock().instant().plusSeconds(90);
    show(model, States.listener("Ada").speakingTime("Zoë", ends));
    assertThat(ui.timers()).isEqualTo(before + 1);
    ui.pass(Duration.ofSeconds(30));
    assertThat(BidiText.plain(model.people().desk().timerProperty().get())).isEqualTo("Zoë · 1:00");
    show(model, States.listener("Ada"));
    assertThat(ui.timers()).isEqualTo(before);
  }

  @Test
  void manyWhoJoinTheStageTogetherAreOnePieceOfNews() {
    LiveViewModel model = model(Role.HOST);
    model.begin(controls);
    States states = States.host("Ada");
    for (int i = 1; i <= 12; i++) {
      show(model, states.notice(i, Notice.Kind.NOW_SPEAKING, "Speaker " + i));
      ui.pass(Duration.ofSeconds(1));
    }
    assertThat(said)
        .startsWith("Speaker 1 is now on stage.", "Speaker 1 and Speaker 2 are now on stage.")
        .endsWith("12 people have joined the stage.");
    assertThat(messages.shown()).containsExactly("12 people have joined the stage.");
    ui.pass(NoticeMessages.FLOOD);
    show(model, states.notice(13, Notice.Kind.NOW_SPEAKING, "Zoë"));
    assertThat(said).endsWith("Zoë is now on stage.");
  }

  @Test
  void raisedHandsOfOthersAreShownToTheHostOnly() {
    LiveViewModel model = model(Role.VIEWER);
    model.begin(controls);
    show(model, States.listener("Ada").notice(1, Notice.Kind.HAND_RAISED, "Linus"));
    assertThat(said).isEmpty();
  }

  @Test
  void aFailedActionMakesTheHandUsableAgain() {
    LiveViewModel model = model(Role.VIEWER);
    model.begin(controls);
    show(model, States.listener("Ada"));
    model.hand().toggle();
    show(model, States.listener("Ada").notice(1, Notice.Kind.ACTION_FAILED, ""));
    assertThat(model.hand().pendingProperty().get()).isFalse();
    assertThat(said).containsExactly("That did not work. Try again in a moment.");
  }

  /** A session that is restored may answer late or not at all. */
  @Test
  void aHandWithoutAnAnswerCanBeLoweredAgain() {
    LiveViewModel model = model(Role.VIEWER);
    model.begin(controls);
    show(model, States.listener("Ada").hand("Ada", ui.clock().instant()));
    model.hand().toggle();
    show(model, States.listener("Ada").hand("Ada", ui.clock().instant()).reconnecting());
    ui.pass(Duration.ofSeconds(9));
    assertThat(model.hand().pendingProperty().get()).isTrue();
    ui.pass(Duration.ofSeconds(2));
    assertThat(model.hand().pendingProperty().get()).isFalse();
    model.hand().toggle();
    assertThat(controls.asked()).containsExactly("hand false", "hand false");
  }

  @Test
  void aHandThatWasPendingOnTheWayToTheStageIsUsableAfterwards() {
    LiveViewModel model = model(Role.VIEWER);
    model.begin(controls);
    show(model, States.listener("Ada").hand("Ada", ui.clock().instant()).invited());
    model.hand().toggle();
    show(model, States.speaker("Ada"));
    show(model, States.listener("Ada"));
    assertThat(model.hand().pendingProperty().get()).isFalse();
  }

  /** The answer to one press does not count for the next. */
  @Test
  void everyPressHasItsOwnTimeToBeAnswered() {
    LiveViewModel model = model(Role.VIEWER);
    model.begin(controls);
    show(model, States.listener("Ada"));
    model.hand().toggle();
    ui.pass(Duration.ofSeconds(8));
    show(model, States.listener("Ada").hand("Ada", ui.clock().instant()));
    model.hand().toggle();
    ui.pass(Duration.ofSeconds(8));
    assertThat(model.hand().pendingProperty().get()).isTrue();
  }

  @Test
  void voicesAreMeasuredOnlyWhileTheWindowIsSeen() {
    LiveViewModel model = model(Role.VIEWER);
    model.setWindowInSight(false);
    model.begin(controls);
    assertThat(controls.asked()).containsExactly("follow levels false");
    model.setWindowInSight(true);
    model.setWindowInSight(true);
    model.setWindowInSight(false);
    assertThat(controls.asked())
        .containsExactly("follow levels false", "follow levels true", "follow levels false");
  }

  @Test
  void theBannerAppearsAfterASecondAndGoesOnReconnection() {
    LiveViewModel model = model(Role.HOST);
    model.begin(controls);
    show(model, States.host("Ada").reconnecting());
    ui.pass(Duration.ofMillis(900));
    assertThat(model.reconnectingProperty().get()).isFalse();
    ui.pass(Duration.ofMillis(200));
    assertThat(model.reconnectingProperty().get()).isTrue();
    ui.pass(Duration.ofSeconds(64));
    show(model, States.host("Ada"));
    assertThat(model.reconnectingProperty().get()).isFalse();
    assertThat(said).containsExactly("You are connected again. Nobody heard you for 1:05 min.");
  }

  @Test
  void aListenerIsToldWhatWasMissed() {
    LiveViewModel model = model(Role.VIEWER);
    model.begin(controls);
    show(model, States.listener("Ada"));
    int timers = ui.timers();
    show(model, States.listener("Ada").reconnecting());
    ui.pass(Duration.ofSeconds(20));
    assertThat(model.interruption().secondsProperty().get()).isEqualTo(20);
    show(model, States.listener("Ada"));
    assertThat(said).containsExactly("You are connected again. You missed 0:20 min.");
    assertThat(ui.timers()).isEqualTo(timers);
  }

  /** A server that neither closes nor sends has been silent for a second when it is noticed. */
  @Test
  void aSilentServerIsToldOfAtOnceAndNothingClaimsThatItPlays() {
    LiveViewModel model = model(Role.VIEWER);
    model.begin(controls);
    show(model, States.listener("Ada"));
    assertThat(model.qualityProperty().get()).isEqualTo(4);
    show(model, States.listener("Ada").buffering().interrupted(ErrorCode.PLAYER_SILENT));
    assertThat(model.interruption().toldProperty().get()).isTrue();
    assertThat(model.interruption().reasonProperty().get())
        .isEqualTo("The server has stopped answering. Waiting for it…");
    assertThat(model.qualityProperty().get()).isZero();
    assertThat(model.playbackProperty().get()).isEqualTo(Playback.NONE);
    show(model, States.listener("Ada"));
    assertThat(model.qualityProperty().get()).isEqualTo(4);
    assertThat(model.playbackProperty().get()).isEqualTo(Playback.PLAYING);
  }

  @Test
  void theReasonFollowsWhatIsKnown() {
    LiveViewModel model = model(Role.VIEWER);
    model.begin(controls);
    show(model, States.listener("Ada").interrupted(ErrorCode.NAME_NOT_FOUND));
    assertThat(model.interruption().reasonProperty().get()).contains("offline");
    show(model, States.listener("Ada").interrupted(ErrorCode.CONNECTION_REFUSED));
    assertThat(model.interruption().reasonProperty().get()).contains("cannot be reached");
    show(model, States.listener("Ada").interrupted(ErrorCode.CLOCK_WRONG));
    assertThat(model.interruption().reasonProperty().get()).contains("clock of this computer");
  }

  @Test
  void whoStopsTryingGetsTheReasonAndAWayToTryAgain() {
    LiveViewModel model = model(Role.VIEWER);
    model.begin(controls);
    show(model, States.listener("Ada").interrupted(ErrorCode.CONNECTION_REFUSED));
    model.giveUp();
    assertThat(departures)
        .singleElement()
        .isInstanceOfSatisfying(
            Departure.TryAgain.class, again -> assertThat(again.code()).isEqualTo("B14"));
    assertThat(controls.asked()).contains("close");
    assertThat(ui.timers()).isZero();
  }

  @Test
  void aHostWhoStopsTryingDoesNotEndTheStream() {
    LiveViewModel model = model(Role.HOST);
    model.begin(controls);
    show(model, States.host("Ada").reconnecting());
    ui.pass(Duration.ofSeconds(2));
    model.giveUp();
    assertThat(controls.asked()).contains("close").doesNotContain("end");
    assertThat(departures)
        .singleElement()
        .isInstanceOfSatisfying(
            Departure.TryAgain.class, again -> assertThat(again.code()).isEqualTo("V01"));
  }

  @Test
  void blockedSoundIsExplainedAtOnceAndItsReturnIsTold() {
    LiveViewModel model = model(Role.HOST);
    model.begin(controls);
    show(model, States.host("Ada").blocked("192.0.2.7:8770"));
    assertThat(model.reconnectingProperty().get()).isTrue();
    assertThat(model.interruption().reasonProperty().get())
        .contains("UDP and TCP to 192.0.2.7:8770");
    show(model, States.host("Ada").reconnecting());
    assertThat(model.interruption().reasonProperty().get()).doesNotContain("UDP");
    show(model, States.host("Ada"));
    assertThat(model.reconnectingProperty().get()).isFalse();
    assertThat(said).containsExactly("You are connected again. Nobody heard you for 0:00 min.");
  }

  @Test
  void aHiccupShowsNoBanner() {
    LiveViewModel model = model(Role.HOST);
    model.begin(controls);
    show(model, States.host("Ada").reconnecting());
    ui.pass(Duration.ofMillis(500));
    show(model, States.host("Ada"));
    ui.pass(Duration.ofSeconds(5));
    assertThat(model.reconnectingProperty().get()).isFalse();
    assertThat(said).isEmpty();
  }

  @Test
  void aHostEndsTheStreamAndASpeakerLeavesIt() {
    LiveViewModel host = model(Role.HOST);
    host.begin(controls);
    show(host, States.host("Ada"));
    host.leave();
    assertThat(controls.asked()).containsExactly("end");

    var others = new FakeSession();
    LiveViewModel speaker = model(Role.SPEAKER);
    speaker.begin(others);
    show(speaker, States.speaker("Ada"));
    speaker.leave();
    assertThat(others.asked()).containsExactly("leave");
  }

  @Test
  void aSpeakerTakesOverFromALostHost() {
    LiveViewModel model = model(Role.SPEAKER);
    model.begin(controls);
    show(model, States.speaker("Ada"));
    assertThat(model.mayTakeOverProperty().get()).isFalse();
    show(model, States.speaker("Ada").hostLost());
    assertThat(model.mayTakeOverProperty().get()).isTrue();
    model.takeOver();
    assertThat(controls.asked()).contains("take over");
    show(model, States.host("Ada").notice(1, Notice.Kind.HOST_CHANGED, "Ada"));
    assertThat(model.hostProperty().get()).isTrue();
    assertThat(said).containsExactly("You are the host now.");
    show(model, States.host("Ada").phase(new Phase.Left(new LeaveReason.EndedByHost())));
    assertThat(departures)
        .containsExactly(new Departure.ToLobby("“Coffee” has ended for everyone."));
  }

  @Test
  void aHostWhoWasReplacedLeavesAsASpeaker() {
    LiveViewModel model = model(Role.HOST);
    model.begin(controls);
    show(model, States.host("Ada"));
    show(model, States.speaker("Ada").notice(1, Notice.Kind.HOST_CHANGED, "Grace Hopper"));
    assertThat(said).containsExactly("Grace Hopper is the host now.");
    assertThat(model.hostProperty().get()).isFalse();
    model.leave();
    assertThat(controls.asked()).contains("leave").doesNotContain("end");
  }

  @Test
  void aDeadNetworkKeepsNobodyFromLeaving() {
    LiveViewModel model = model(Role.SPEAKER);
    model.begin(controls);
    show(model, States.speaker("Ada"));
    model.leave();
    assertThat(departures).isEmpty();
    ui.pass(Duration.ofSeconds(6));
    assertThat(departures).containsExactly(new Departure.ToLobby(""));
    assertThat(controls.asked()).contains("close");
  }

  @Test
  void theEndReachesTheLobbyWithItsReasonOnce() {
    LiveViewModel model = model(Role.VIEWER);
    model.begin(controls);
    show(model, States.listener("Ada"));
    show(model, States.listener("Ada").phase(new Phase.Left(new LeaveReason.EndedByHost())));
    show(model, States.listener("Ada").phase(new Phase.Left(new LeaveReason.Chosen())));
    assertThat(departures)
        .containsExactly(
            new Departure.ToLobby("The host has ended “Coffee”. Thank you for listening."));
    assertThat(controls.asked()).contains("close");
  }

  @Test
  void joiningCanBeCancelledBeforeThereIsASession() {
    LiveViewModel model = model(Role.VIEWER);
    model.leave();
    assertThat(departures).containsExactly(new Departure.ToLobby(""));
    model.begin(controls);
    assertThat(controls.asked()).contains("leave", "close");
  }

  @Test
  void aJoinThatIsTriedAgainSaysWhyInPlaceOfABanner() {
    LiveViewModel model = model(Role.VIEWER);
    model.begin(controls);
    assertThat(model.obstacleProperty().get()).isEmpty();
    show(model, States.listener("Ada").stillTrying(Role.VIEWER, ErrorCode.BACKEND_UNREACHABLE));
    assertThat(model.obstacleProperty().get())
        .isEqualTo("The server does not answer. Still trying…");
    ui.pass(Duration.ofSeconds(2));
    assertThat(model.reconnectingProperty().get()).isFalse();
    show(model, States.listener("Ada"));
    assertThat(said).isEmpty();
    assertThat(model.placeProperty().get()).isEqualTo(LiveViewModel.Place.AUDIENCE);
  }

  @Test
  void aHostWhoCancelsWhileTheStreamIsBeingCreatedTakesItBack() {
    LiveViewModel model = model(Role.HOST);
    model.begin(controls);
    show(model, States.host("Ada").stillTrying(Role.HOST, ErrorCode.BACKEND_FAILED));
    model.leave();
    assertThat(controls.asked()).contains("end");
  }

  @Test
  void aSessionThatBeginsAfterTheScreenWasLeftIsClosedAndLeavesNoTimer() {
    LiveViewModel model = model(Role.VIEWER);
    model.close();
    model.begin(controls);
    assertThat(controls.asked()).containsExactly("close");
    assertThat(ui.timers()).isZero();
  }

  @Test
  void aSessionThatCannotBeginOffersAnotherTry() {
    LiveViewModel model = model(Role.VIEWER);
    model.beginFailed(
        new BackendException(BackendException.Kind.UNREACHABLE, "unreachable", "", null));
    assertThat(departures).singleElement().isInstanceOf(Departure.TryAgain.class);
  }

  @Test
  void mutingTheSoundKeepsTheVolume() {
    LiveViewModel model = model(Role.VIEWER);
    model.begin(controls);
    model.volumeProperty().set(0.4);
    model.soundMutedProperty().set(true);
    model.soundMutedProperty().set(false);
    assertThat(controls.asked()).containsExactly("volume 0.4", "volume 0.0", "volume 0.4");
  }

  private final FakeNotifications desktop = new FakeNotifications();
  private AlertBadge badge =
      new AlertBadge(desktop, ui, new AlertSettings(PreferenceStore.inMemory()));
  private int broughtToFront;
  private final List<String> read = new ArrayList<>();
  private AlertSettings alertSettings = new AlertSettings(PreferenceStore.inMemory());

  private FakeDevices listenTo(LiveViewModel model) {
    var devices = new FakeDevices();
    var settings = new AlertSettings(PreferenceStore.inMemory());
    var work = new Work(Runnable::run, ui);
    badge = new AlertBadge(desktop, ui, settings);
    model.alertBy(
        new Alerts(
            settings,
            new AlertSounds(work, () -> devices, settings),
            new AlertNotifications(desktop, work, settings, () -> broughtToFront++),
            badge),
        read::add);
    alertSettings = settings;
    return devices;
  }

  @Test
  void anInvitationAndTheEndAreHeard() {
    LiveViewModel model = model(Role.VIEWER);
    FakeDevices devices = listenTo(model);
    model.begin(controls);
    show(model, States.listener("Ada").speakers(2).notice(1, Notice.Kind.NOW_SPEAKING, "Zoë"));
    assertThat(devices.played()).isEmpty();
    show(model, States.listener("Ada").speakers(2).hand("Ada", Instant.EPOCH).invited());
    show(model, States.listener("Ada").speakers(2).hand("Ada", Instant.EPOCH).invited());
    assertThat(devices.played()).hasSize(1);
    show(model, States.listener("Ada").phase(new Phase.Left(new LeaveReason.EndedByHost())));
    assertThat(devices.played()).hasSize(2);
    assertThat(devices.played().getLast().isDone()).isFalse();
  }

  @Test
  void whoLeavesHearsNothing() {
    LiveViewModel model = model(Role.VIEWER);
    FakeDevices devices = listenTo(model);
    model.begin(controls);
    show(model, States.listener("Ada").speakers(2));
    show(model, States.listener("Ada").phase(new Phase.Left(new LeaveReason.Chosen())));
    assertThat(devices.played()).isEmpty();
  }

  @Test
  void aHostHearsHandsOnlyWhileMutedAndALostConnectionAlways() {
    LiveViewModel model = model(Role.HOST);
    FakeDevices devices = listenTo(model);
    model.begin(controls);
    show(model, States.host("Ada").notice(1, Notice.Kind.HAND_RAISED, "Zoë"));
    assertThat(devices.played()).isEmpty();
    show(model, States.host("Ada").muted().notice(2, Notice.Kind.HAND_RAISED, "Linus"));
    assertThat(devices.played()).hasSize(1);
    show(model, States.host("Ada"));
    assertThat(devices.played().getFirst().isCancelled()).isTrue();
    show(model, States.host("Ada").reconnecting());
    ui.pass(InterruptionViewModel.TOLD_AFTER);
    assertThat(devices.played()).hasSize(2);
    assertThat(devices.played().getLast().isDone()).isFalse();
    show(model, States.host("Ada"));
    assertThat(devices.played()).hasSize(2);
    assertThat(devices.played().getLast().isCancelled()).isTrue();
    show(model, States.host("Ada").muted().notice(3, Notice.Kind.MUTED_BY_HOST, ""));
    assertThat(devices.played()).hasSize(3);
  }

  @Test
  void handsAndMentionsWaitOnTheIconUntilTheStreamIsLeft() {
    LiveViewModel model = model(Role.HOST);
    listenTo(model);
    model.begin(controls);
    show(
        model,
        States.host("Ada").hand("Zoë", Instant.EPOCH).notice(1, Notice.Kind.HAND_RAISED, "Zoë"));
    assertThat(badge.countProperty().get()).isEqualTo(1);
    show(model, States.host("Ada"));
    assertThat(badge.countProperty().get()).isZero();
    show(
        model,
        States.host("Ada").hand("Bob", Instant.EPOCH).notice(2, Notice.Kind.HAND_RAISED, "Bob"));
    assertThat(badge.countProperty().get()).isEqualTo(1);
    model.close();
    assertThat(badge.countProperty().get()).isZero();
  }

  @Test
  void anInvitationIsTakenUpMutedFromItsNotificationWhichGoesWithIt() {
    LiveViewModel model = model(Role.VIEWER);
    listenTo(model);
    model.begin(controls);
    show(model, States.listener("Ada").hand("Ada", Instant.EPOCH).invited());
    Notification invitation = Objects.requireNonNull(desktop.seen().get("invitation"));
    assertThat(invitation.title()).isEqualTo("Coffee");
    Action join = invitation.actions().getFirst();
    join.run().run();
    assertThat(broughtToFront).isEqualTo(1);
    assertThat(controls.asked()).contains("accept false");
    assertThat(desktop.seen()).isEmpty();
    join.run().run();
    assertThat(controls.asked()).containsOnlyOnce("accept false");
  }

  @Test
  void anInvitationIsDeclinedFromItsNotificationWithoutTheWindow() {
    LiveViewModel model = model(Role.VIEWER);
    listenTo(model);
    model.begin(controls);
    show(model, States.listener("Ada").hand("Ada", Instant.EPOCH).invited());
    Action notNow = Objects.requireNonNull(desktop.seen().get("invitation")).actions().getLast();
    assertThat(notNow.label()).isEqualTo("Not now");
    notNow.run().run();
    assertThat(controls.asked()).contains("decline");
    assertThat(broughtToFront).isZero();
    assertThat(desktop.seen()).isEmpty();
  }

  @Test
  void aSingleHandIsInvitedFromItsNotificationAsLongAsItIsUp() {
    LiveViewModel model = model(Role.HOST);
    listenTo(model);
    model.begin(controls);
    States one = States.host("Ada").listeners(3).hand("Zoë", Instant.EPOCH);
    show(model, one.notice(1, Notice.Kind.HAND_RAISED, "Zoë"));
    Action invite = Objects.requireNonNull(desktop.seen().get("hand")).actions().getFirst();
    assertThat(invite.label()).isEqualTo("Invite");
    show(model, States.host("Ada").listeners(3));
    invite.run().run();
    assertThat(controls.asked()).doesNotContain("invite Zoë");
    show(model, one);
    invite.run().run();
    assertThat(controls.asked()).contains("invite Zoë");
    assertThat(broughtToFront).isZero();
  }

  @Test
  void aCrowdThatNeverRestsIsShownFiveTimesASecondAndVoicesWithEachState() {
    LiveViewModel model = model(Role.HOST);
    model.begin(controls);
    var counts = new AtomicInteger();
    var levels = new AtomicInteger();
    show(model, States.host("Ada").listeners(1));
    model.facts().listenersProperty().subscribe((was, is) -> counts.incrementAndGet());
    model
        .grid()
        .shown()
        .getFirst()
        .levelProperty()
        .subscribe((was, is) -> levels.incrementAndGet());
    for (int i = 1; i <= 300; i++) {
      show(model, States.host("Ada").listeners(1 + i).level("Ada", i / 400.0));
      ui.pass(Duration.ofMillis(33));
    }
    assertThat(levels).hasValue(300);
    assertThat(counts.get()).isBetween(50, 65);
    ui.pass(Duration.ofMillis(200));
    assertThat(model.facts().listenersProperty().get()).isEqualTo(301);
    assertThat(model.grid().audience().countProperty().get()).isEqualTo(301);
  }

  @Test
  void voicesAloneDoNotHaveTheCrowdLookedThrough() {
    LiveViewModel model = model(Role.HOST);
    model.begin(controls);
    show(model, States.host("Ada").listeners(5));
    int timers = ui.timers();
    for (int i = 1; i <= 50; i++) {
      show(model, States.host("Ada").listeners(5).level("Ada", i / 100.0));
    }
    assertThat(ui.timers()).as("a timer for the pause after the voice").isEqualTo(timers + 1);
  }

  @Test
  void severalHandsAndMentionsOpenTheirPanels() {
    LiveViewModel model = model(Role.HOST);
    listenTo(model);
    model.begin(controls);
    States two = States.host("Ada").hand("Zoë", Instant.EPOCH).hand("Bob", Instant.EPOCH);
    show(model, two.chat(chat()).notice(1, Notice.Kind.HAND_RAISED, "Bob"));
    Action hands = Objects.requireNonNull(desktop.seen().get("hand")).actions().getFirst();
    assertThat(hands.label()).isEqualTo("Show hands");
    hands.run().run();
    assertThat(model.people().openProperty().get()).isTrue();
    show(model, two.chat(chat(message(1, "Bob", "hello Ada"))));
    Notification mention = Objects.requireNonNull(desktop.seen().get("mention"));
    mention.actions().getFirst().run().run();
    assertThat(model.chat().openProperty().get()).isTrue();
    model.chat().setOpen(false);
    mention.open().run();
    assertThat(model.chat().openProperty().get()).isTrue();
    assertThat(broughtToFront).isEqualTo(3);
  }

  @Test
  void aHostIsNotifiedOfHandsAndNobodyOnceTheStreamIsLeft() {
    LiveViewModel model = model(Role.HOST);
    listenTo(model);
    model.begin(controls);
    States one = States.host("Ada").hand("Zoë", Instant.EPOCH);
    show(model, one.notice(1, Notice.Kind.HAND_RAISED, "Zoë"));
    States three = one.hand("Bob", Instant.EPOCH).hand("Cid", Instant.EPOCH);
    show(model, three.notice(2, Notice.Kind.HAND_RAISED, "Bob"));
    show(model, three.notice(3, Notice.Kind.HAND_RAISED, "Cid"));
    assertThat(desktop.history()).containsExactly("Coffee: Zoë has raised a hand.");
    ui.pass(Duration.ofSeconds(5));
    assertThat(desktop.history())
        .containsExactly("Coffee: Zoë has raised a hand.", "Coffee: 3 people have raised a hand.");
    assertThat(desktop.seen()).hasSize(1);
    model.close();
    assertThat(desktop.seen()).isEmpty();
  }

  private static Chat chat(Chat.Message... messages) {
    return new Chat(Chat.Access.OPEN, List.of(messages), false, false, List.of(), 0);
  }

  private static Chat.Message message(long id, String author, String text) {
    return new Chat.Message(
        id,
        author,
        author.equals("Ada"),
        text,
        Instant.EPOCH.plusSeconds(id),
        false,
        Chat.Delivery.SENT);
  }

  @Test
  void onlyNewMessagesThatMentionThisPersonNotify() {
    LiveViewModel model = model(Role.VIEWER);
    listenTo(model);
    model.begin(controls);
    Chat.Message old = message(10, "Zoë", "Welcome Ada");
    show(model, States.listener("Ada").chat(chat(old)));
    show(
        model,
        States.listener("Ada")
            .chat(chat(message(9, "Zoë", "Ada?"), old, message(11, "Bob", "Hi"))));
    show(
        model,
        States.listener("Ada")
            .chat(chat(old, message(12, "Bob", "Adam"), message(13, "Ada", "Ada"))));
    assertThat(desktop.history()).isEmpty();
    show(model, States.listener("Ada").chat(chat(old, message(14, "Bob", "ask ada!"))));
    assertThat(desktop.history()).containsExactly("Coffee: Bob mentions you: ask ada!");
    show(model, States.listener("Ada").chat(chat(old, message(14, "Bob", "ask ada!"))));
    ui.pass(Duration.ofSeconds(5));
    assertThat(desktop.history()).hasSize(1);
    assertThat(badge.countProperty().get()).isEqualTo(1);
    show(
        model,
        States.listener("Ada")
            .chat(chat(old, message(15, "Bob", "Ada?"), message(16, "Bob", "ADA"))));
    assertThat(badge.countProperty().get()).isEqualTo(3);
  }

  @Test
  void theFirstMessageOfAnEmptyChatNotifies() {
    LiveViewModel model = model(Role.VIEWER);
    listenTo(model);
    model.begin(controls);
    show(model, States.listener("Ada").chat(chat()));
    show(model, States.listener("Ada").chat(chat(message(1, "Bob", "hello Ada"))));
    assertThat(desktop.history()).containsExactly("Coffee: Bob mentions you: hello Ada");
  }

  @Test
  void newMessagesAreReadAloudIfThatIsWanted() {
    LiveViewModel model = model(Role.VIEWER);
    listenTo(model);
    model.begin(controls);
    Chat.Message old = message(1, "Bob", "old");
    show(model, States.listener("Ada").chat(chat(old)));
    show(model, States.listener("Ada").chat(chat(old, message(2, "Bob", "not wanted yet"))));
    assertThat(read).isEmpty();
    alertSettings.readMessagesProperty().set(true);
    show(model, States.listener("Ada").chat(chat(old, message(3, "Bob", "two\nlines"))));
    show(model, States.listener("Ada").chat(chat(old, message(3, "Bob", "two\nlines"))));
    show(
        model,
        States.listener("Ada")
            .chat(
                chat(
                    message(4, "Zoë", "a"),
                    message(5, "Ada", "my own"),
                    message(6, "Bob", "b".repeat(400)))));
    assertThat(read)
        .containsExactly("Bob: two lines", "2 new messages. Bob: " + "b".repeat(299) + "…");
  }

  @Test
  void mutingOneselfIsReadAloudOnceAndMutingByTheHostIsLeftToItsMessage() {
    LiveViewModel model = model(Role.SPEAKER);
    listenTo(model);
    model.begin(controls);
    show(model, States.speaker("Ada"));
    show(model, States.speaker("Ada").muted().notice(1, Notice.Kind.MUTED_BY_HOST, "Ada"));
    show(model, States.speaker("Ada"));
    assertThat(read).isEmpty();
    model.keys().toggle();
    show(model, States.speaker("Ada").muted());
    model.setMicrophone(false);
    assertThat(read).containsExactly("You are muted.");
  }

  @Test
  void applauseIsHeardWhenThreePeopleClapAndNotWhenOneClapsOften() {
    LiveViewModel model = model(Role.VIEWER);
    FakeDevices devices = listenTo(model);
    model.begin(controls);
    Map<Reaction, Integer> claps = Map.of(Reaction.APPLAUSE, 9);
    var people = new HashMap<>(Map.of("Zoë", Reaction.APPLAUSE, "Bob", Reaction.HEART));
    show(model, States.listener("Ada").reactions(claps, people));
    assertThat(devices.played()).isEmpty();
    people.putAll(Map.of("Cid", Reaction.APPLAUSE, "Ada", Reaction.APPLAUSE));
    show(model, States.listener("Ada").reactions(claps, people));
    assertThat(devices.played()).hasSize(1);
    model.close();
    ui.pass(Duration.ofMinutes(1));
    assertThat(devices.played()).hasSize(1);
  }
}
