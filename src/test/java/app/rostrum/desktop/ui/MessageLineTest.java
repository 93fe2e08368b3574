package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.ui.Toasts.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageLineTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final List<String> seen = new ArrayList<>();
  private Optional<MessageLine.Shown> now = Optional.empty();
  private final MessageLine line =
      new MessageLine(
          ui,
          shown -> {
            now = shown;
            shown.ifPresent(message -> seen.add(message.text()));
          });

  private String text() {
    return now.map(MessageLine.Shown::text).orElse("");
  }

  @Test
  void aMessageGoesAwayByItself() {
    line.show(Kind.SUCCESS, "Copied");
    assertThat(text()).isEqualTo("Copied");
    ui.pass(Kind.SUCCESS.stay());
    assertThat(now).isEmpty();
    assertThat(ui.timers()).isZero();
  }

  @Test
  void equalMessagesAreOneWithACount() {
    line.show(Kind.ERROR, "No microphone");
    ui.pass(Duration.ofSeconds(8));
    line.show(Kind.ERROR, "No microphone");
    line.show(Kind.ERROR, "No microphone");
    assertThat(now.orElseThrow().count()).isEqualTo(3);
    ui.pass(Duration.ofSeconds(8));
    assertThat(text()).as("its time has begun anew").isEqualTo("No microphone");
    ui.pass(Duration.ofSeconds(1));
    assertThat(now).isEmpty();
  }

  @Test
  void equalMessagesThatWaitAreOneToo() {
    line.show(Kind.INFO, "first");
    line.show(Kind.INFO, "second");
    line.show(Kind.INFO, "second");
    ui.pass(MessageLine.LEAST);
    assertThat(text()).isEqualTo("second");
    assertThat(now.orElseThrow().count()).isEqualTo(2);
  }

  @Test
  void messagesComeOneAfterTheOtherAndEachCanBeRead() {
    line.show(Kind.INFO, "first");
    line.show(Kind.INFO, "second");
    assertThat(text()).isEqualTo("first");
    ui.pass(MessageLine.LEAST.minusMillis(1));
    assertThat(text()).isEqualTo("first");
    ui.pass(Duration.ofMillis(1));
    assertThat(text()).isEqualTo("second");
  }

  /** Nobody wants to hear of the thirtieth thing half a minute after it happened. */
  @Test
  void aFloodIsOverSoonAfterItsEnd() {
    for (int i = 0; i < 100; i++) {
      line.show(Kind.INFO, "news " + i);
    }
    assertThat(ui.timers()).isLessThan(10);
    ui.pass(MessageLine.FRESH.plus(Kind.INFO.stay()));
    assertThat(now).isEmpty();
    assertThat(seen).hasSizeBetween(2, 4).startsWith("news 0");
    assertThat(ui.timers()).isZero();
  }

  @Test
  void anErrorTakesThePlaceOfNewsAtOnceAndNewsDoNotTakeItsPlace() {
    line.show(Kind.INFO, "news");
    line.show(Kind.ERROR, "wrong");
    assertThat(text()).isEqualTo("wrong");
    line.show(Kind.INFO, "other news");
    assertThat(text()).isEqualTo("wrong");
    ui.pass(MessageLine.FRESH);
    assertThat(seen).containsExactly("news", "wrong", "other news");
  }

  @Test
  void amongThoseThatWaitAnErrorIsNeitherOvertakenNorDropped() {
    line.show(Kind.ERROR, "first");
    line.show(Kind.INFO, "news 1");
    line.show(Kind.ERROR, "second");
    ui.pass(Duration.ofSeconds(5));
    assertThat(text()).isEqualTo("second");
    line.show(Kind.ERROR, "third");
    for (int i = 2; i < 20; i++) {
      line.show(Kind.INFO, "news " + i);
    }
    ui.pass(Duration.ofSeconds(6));
    assertThat(text()).isEqualTo("third");
  }

  @Test
  void aMessageTakesThePlaceOfTheLastOnItsTopic() {
    line.show(Kind.INFO, "stage", "Ada is now on stage");
    line.show(Kind.INFO, "stage", "Ada and Zoë are now on stage");
    line.show(Kind.INFO, "other");
    line.show(Kind.INFO, "stage", "12 people have joined the stage");
    assertThat(text()).isEqualTo("12 people have joined the stage");
    assertThat(now.orElseThrow().count()).isEqualTo(1);
  }

  @Test
  void anOfferLastsForFiveSecondsAndIsTakenUpOnce() {
    var done = new ArrayList<String>();
    line.show(Kind.ERROR, "wrong");
    line.offer("Zoë was moved", "Undo", () -> done.add("undone"));
    assertThat(now.orElseThrow().action()).contains("Undo");
    ui.pass(Duration.ofMillis(4999));
    assertThat(text()).isEqualTo("Zoë was moved");
    line.press();
    line.press();
    assertThat(done).containsExactly("undone");
    assertThat(text()).as("an error that was cut short").isEqualTo("wrong");

    line.offer("Zoë was moved", "Undo", () -> done.add("undone"));
    ui.pass(MessageLine.OFFER);
    line.press();
    assertThat(done).hasSize(1);
  }

  @Test
  void anOlderOfferComesBackForTheRestOfItsTime() {
    var done = new ArrayList<String>();
    line.offer("Ada was moved", "Undo", () -> done.add("Ada"));
    ui.pass(Duration.ofSeconds(2));
    line.offer("Zoë was moved", "Undo", () -> done.add("Zoë"));
    line.press();
    line.press();
    assertThat(done).containsExactly("Zoë", "Ada");

    line.offer("Ada was moved", "Undo", () -> done.add("Ada"));
    ui.pass(Duration.ofSeconds(2));
    line.offer("Zoë was moved", "Undo", () -> done.add("Zoë"));
    ui.pass(Duration.ofSeconds(4));
    line.press();
    line.press();
    assertThat(done).containsExactly("Zoë", "Ada", "Zoë");
  }

  @Test
  void anOfferThatIsOvertakenByEventsIsWithdrawn() {
    Pin offer = line.offer("The queue is closed", "Undo", () -> {});
    offer.close();
    assertThat(now).isEmpty();
    assertThat(ui.timers()).isZero();
  }

  @Test
  void nothingTakesThePlaceOfAnOffer() {
    line.offer("Zoë was moved", "Undo", () -> {});
    line.show(Kind.ERROR, "wrong");
    assertThat(text()).isEqualTo("Zoë was moved");
    ui.pass(MessageLine.OFFER);
    assertThat(text()).isEqualTo("wrong");
  }

  @Test
  void aMessageStaysWhileItIsHeldButNotForEver() {
    line.show(Kind.SUCCESS, "Copied");
    line.hold(true);
    line.show(Kind.SUCCESS, "Saved");
    ui.pass(Duration.ofSeconds(20));
    assertThat(text()).isEqualTo("Copied");
    line.hold(false);
    ui.pass(Duration.ofSeconds(2));
    assertThat(now).isEmpty();

    line.show(Kind.SUCCESS, "Copied");
    line.hold(true);
    ui.pass(MessageLine.HELD);
    assertThat(now).isEmpty();
  }

  @Test
  void anotherScreenBeginsWithoutMessages() {
    line.show(Kind.INFO, "first");
    line.show(Kind.ERROR, "second");
    line.offer("third", "Undo", () -> {});
    line.clear();
    assertThat(now).isEmpty();
    assertThat(ui.timers()).isZero();
  }
}
