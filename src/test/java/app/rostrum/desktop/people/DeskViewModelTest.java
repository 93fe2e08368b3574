package app.rostrum.desktop.people;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeSession;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.States;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.StreamDesk;
import app.rostrum.stream.StreamDesk.SpeakingTime;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeskViewModelTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final FakeSession controls = new FakeSession();
  private final Offers offers = new Offers();
  private final DeskViewModel desk =
      new DeskViewModel(
          () -> controls, ui.clock(), Texts.in(Locale.ENGLISH), new UndoableActs(ui, offers::show));

  @Test
  void commandsBecomeCallsOfTheDesk() {
    desk.apply(States.host("Ada").state());
    desk.setStageOpen(false);
    desk.setLocked(true);
    desk.setQueueOpen(false, "Later");
    desk.setTopic("T");
    desk.pin("P");
    desk.giveTime("Zoë", Duration.ofMinutes(2));
    desk.endTime();
    desk.remove("Bob");
    desk.readmit("Bob");
    desk.setCoHost("Zoë", true);
    desk.handOver("Zoë");
    assertThat(controls.asked())
        .containsExactly(
            "OpenStage[open=false]",
            "Lock[locked=true]",
            "OpenQueue[open=false, reason=Later]",
            "Topic[text=T]",
            "Pin[text=P]",
            "SpeakingTime[identity=Zoë, seconds=120]",
            "EndSpeakingTime[]",
            "Remove[identity=Bob]",
            "Readmit[identity=Bob]",
            "CoHost[identity=Zoë, wanted=true]",
            "HandOver[identity=Zoë]");
  }

  @Test
  void aTextWhoseCallFailsIsKeptUntilItIsShown() {
    desk.apply(States.host("Ada").desk(withTexts("", "Old", "")).state());
    desk.setQueueOpen(false, "Break");
    desk.setTopic("New");
    desk.pin("Hello");
    assertThat(desk.askedTopic().draft()).isEqualTo("New");
    assertThat(desk.askedTopic().hasFailed()).isFalse();
    desk.apply(States.host("Ada").desk(withTexts("", "Old", "Hello")).state());
    desk.outcome(new Notice(1, Notice.Kind.ACTION_FAILED, "Zoë"));
    assertThat(desk.askedTopic().hasFailed()).as("another's failure").isFalse();

    desk.outcome(new Notice(2, Notice.Kind.ACTION_FAILED, ""));
    desk.apply(States.host("Ada").desk(withTexts("", "A co-host’s", "Hello")).state());
    assertThat(desk.askedTopic().hasFailed()).isTrue();
    assertThat(desk.askedTopic().draft()).isEqualTo("New");
    assertThat(desk.askedReason().draft()).isEqualTo("Break");
    assertThat(desk.askedPinned().hasFailed()).as("one that was shown before").isFalse();

    desk.setTopic("New");
    desk.setQueueOpen(false, "Break");
    desk.apply(States.host("Ada").desk(withTexts("Break", "New", "Hello")).state());
    desk.apply(States.host("Ada").desk(withTexts("", "Newer", "Hello")).state());
    assertThat(desk.askedTopic().draft()).isEqualTo("Newer");
    assertThat(desk.askedTopic().hasFailed()).isFalse();
    assertThat(desk.askedReason().draft()).isEmpty();
  }

  private static StreamDesk withTexts(String reason, String topic, String pinned) {
    return new StreamDesk(
        true,
        false,
        reason.isEmpty(),
        reason,
        List.of(),
        topic,
        pinned,
        Optional.empty(),
        List.of());
  }

  @Test
  void theNextThreeAreThoseWhoHaveWaitedLongest() {
    var now = ui.clock().instant();
    desk.inviteNext(3);
    desk.apply(
        States.host("Ada").hand("D", now).hand("C", now).hand("B", now).hand("A", now).state());
    desk.inviteNext(3);
    assertThat(controls.asked()).containsExactly("invite D", "invite C", "invite B");
  }

  @Test
  void allHandsAreLoweredAfterFiveSecondsUnlessThatIsUndone() {
    desk.lowerAllHands();
    assertThat(offers.messages()).isEmpty();
    desk.apply(States.host("Ada").hand("Zoë", ui.clock().instant()).state());
    desk.lowerAllHands();
    offers.undoLast();
    ui.pass(UndoableActs.TIME);
    assertThat(controls.asked()).isEmpty();
    desk.lowerAllHands();
    ui.pass(UndoableActs.TIME);
    assertThat(controls.asked()).containsExactly("LowerHands[]");
  }

  @Test
  void theOperatorsMessageSaysWhoseItIs() {
    desk.apply(States.listener("Ada").desk(withMessage("Restart at 22:00")).state());
    assertThat(BidiText.plain(desk.operatorMessageProperty().get()))
        .isEqualTo("From the server’s operator: Restart at 22:00");
    desk.apply(States.listener("Ada").desk(withMessage("")).state());
    assertThat(desk.operatorMessageProperty().get()).isEmpty();
  }

  private static StreamDesk withMessage(String message) {
    return new StreamDesk(
        true,
        false,
        true,
        "",
        List.of(),
        "",
        "",
        Optional.empty(),
        List.of(),
        message,
        Optional.empty());
  }

  @Test
  void aSpeakersTimeIsCountedDownForAll() {
    desk.apply(States.listener("Ada").desk(timed("Zoë", 90)).state());
    assertThat(BidiText.plain(desk.timerProperty().get())).isEqualTo("Zoë · 1:30");
    ui.pass(Duration.ofSeconds(31));
    desk.tick();
    assertThat(BidiText.plain(desk.timerProperty().get())).isEqualTo("Zoë · 0:59");
    ui.pass(Duration.ofMinutes(2));
    desk.tick();
    assertThat(BidiText.plain(desk.timerProperty().get())).isEqualTo("Zoë · time is up");
    desk.apply(States.listener("Ada").state());
    assertThat(desk.timerProperty().get()).isEmpty();
  }

  private StreamDesk timed(String who, int seconds) {
    return new StreamDesk(
        true,
        false,
        true,
        "",
        List.of(),
        "",
        "",
        Optional.of(new SpeakingTime(who, ui.clock().instant().plusSeconds(seconds))),
        List.of());
  }

  @Test
  void aCoHostActsNeitherOnTheHostNorOnCoHosts() {
    desk.apply(States.listener("Zoë").coHosts("Zoë", "Bob").state());
    assertThat(desk.mayActOn("Cid", false)).isTrue();
    assertThat(desk.mayActOn("Bob", false)).isFalse();
    assertThat(desk.mayActOn("Ada", true)).isFalse();
    desk.apply(States.host("Ada").coHosts("Bob").state());
    assertThat(desk.mayActOn("Bob", false)).isTrue();
    desk.apply(States.host("Ada").withoutDesk().state());
    assertThat(desk.mayActOn("Cid", false)).isFalse();
  }
}
