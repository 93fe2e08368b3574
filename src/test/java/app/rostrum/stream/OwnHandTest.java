package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnHandTest {
  /** The calls of the hand, in order. */
  private final List<String> calls = new ArrayList<>();

  private final OwnHand hand =
      new OwnHand(
          new OwnHand.Caller() {
            @Override
            public void raise(boolean raised, String text) {
              calls.add((raised ? "raise" : "lower") + (text.isEmpty() ? "" : " " + text));
            }

            @Override
            public void raiseLater() {
              calls.add("later");
            }
          });

  private void raise() {
    hand.want(true, "");
    assertThat(hand.answered(true, true)).isFalse();
    hand.seenUp(false);
    calls.clear();
  }

  @Test
  void aHandIsCarriedOnceHoweverOftenItIsWanted() {
    hand.want(true, "");
    hand.want(true, "");
    assertThat(calls).containsExactly("raise");
    hand.answered(true, true);
    hand.seenUp(false);
    hand.want(true, "");
    assertThat(calls).containsExactly("raise");
  }

  @Test
  void aHandThatTheMapDoesNotShowYetIsRaisedAgainWhenWantedAgain() {
    hand.want(true, "");
    hand.answered(true, true);
    hand.want(true, "");
    assertThat(calls).containsExactly("raise", "raise");
  }

  @Test
  void aRefusedRaisingLeavesTheHandDown() {
    hand.want(true, "");
    assertThat(hand.answered(true, false)).as("told").isTrue();
    assertThat(hand.raised()).isFalse();
    hand.seenUp(false);
    assertThat(hand.raised()).as("an earlier call's news").isFalse();
  }

  @Test
  void aRefusedLoweringLeavesTheHandUp() {
    raise();
    hand.want(false, "");
    assertThat(hand.answered(false, false)).as("told").isTrue();
    assertThat(hand.raised()).isTrue();
    hand.want(false, "");
    assertThat(calls).containsExactly("lower", "lower");
  }

  @Test
  void aRefusalOfWhatIsNoLongerWantedIsNotToldAndTheLastWishIsCarried() {
    raise();
    hand.want(false, "");
    hand.want(true, "");
    assertThat(hand.answered(false, false)).isFalse();
    assertThat(calls).containsExactly("lower", "raise");
    assertThat(hand.raised()).isTrue();
  }

  @Test
  void aHandLostInADropIsTriedElevenTimesThenThePersonIsTold() {
    raise();
    hand.seenDown(true);
    for (int i = 0; i < 10; i++) {
      assertThat(hand.answered(true, false)).isFalse();
      hand.due();
    }
    assertThat(calls.stream().filter("raise"::equals)).hasSize(11);
    assertThat(calls.stream().filter("later"::equals)).hasSize(10);
    assertThat(hand.raised()).isTrue();
    assertThat(hand.answered(true, false)).isTrue();
    assertThat(hand.raised()).isFalse();
  }

  @Test
  void aHandThatHasBeenRestoredIsNotRetriedOnALaterRefusal() {
    raise();
    hand.seenDown(true);
    hand.answered(true, true);
    hand.want(true, "");
    assertThat(hand.answered(true, false)).isTrue();
    assertThat(calls).containsExactly("raise", "raise");
  }

  @Test
  void aPersonsOwnClickIsNotRetried() {
    raise();
    hand.seenDown(true);
    hand.want(false, "");
    hand.want(true, "");
    assertThat(hand.answered(true, false)).isTrue();
    assertThat(calls).containsExactly("raise");
  }

  @Test
  void nothingIsDueForAHandThatIsUpOrUnwantedOrUnderWay() {
    hand.due();
    assertThat(calls).isEmpty();
    hand.want(true, "");
    hand.due();
    assertThat(calls).containsExactly("raise");
    hand.answered(true, true);
    hand.seenUp(false);
    hand.due();
    assertThat(calls).containsExactly("raise");
  }

  @Test
  void anotherPersonsLoweringCounts() {
    raise();
    hand.seenDown(false);
    assertThat(hand.raised()).isFalse();
    assertThat(calls).isEmpty();
  }

  @Test
  void aLoweringDuringACallOfOurOwnDoesNotCount() {
    hand.want(true, "");
    hand.seenDown(false);
    assertThat(hand.raised()).isTrue();
    assertThat(calls).containsExactly("raise");
  }

  @Test
  void aHandThatIsDownStaysDownAfterADrop() {
    hand.seenDown(true);
    hand.seenAll(false, false);
    assertThat(hand.raised()).isFalse();
    assertThat(calls).isEmpty();
  }

  @Test
  void aHandThatArrivesOnStageIsLoweredOnce() {
    hand.want(true, "");
    hand.arrivedOnStage();
    hand.seenUp(true);
    assertThat(calls).as("while the call is under way").containsExactly("raise");
    hand.answered(true, true);
    assertThat(calls).containsExactly("raise", "lower");
    assertThat(hand.raised()).isFalse();
  }

  @Test
  void aHandInTheMapBeforeTheFirstClickIsTakenOverInTheAudienceAndLoweredOnStage() {
    hand.seenAll(true, false);
    assertThat(hand.raised()).isTrue();
    assertThat(calls).isEmpty();
    hand.want(false, "");
    assertThat(calls).containsExactly("lower");

    calls.clear();
    hand.answered(false, true);
    hand.seenAll(true, true);
    assertThat(hand.raised()).isFalse();
    assertThat(calls).containsExactly("lower");
  }

  @Test
  void aHandThatThePersonLoweredDoesNotComeBackWithTheMap() {
    raise();
    hand.want(false, "");
    hand.answered(false, true);
    hand.seenAll(true, false);
    assertThat(hand.raised()).isFalse();
  }

  @Test
  void aNewTextIsSentForAHandThatIsUpAndOnlyOnce() {
    raise();
    hand.want(true, "About records");
    hand.want(true, "About enums");
    assertThat(calls).containsExactly("raise About records");
    assertThat(hand.answered(true, true)).isFalse();
    assertThat(calls).containsExactly("raise About records", "raise About enums");
    assertThat(hand.answered(true, true)).isFalse();
    hand.want(true, "About enums");
    hand.want(true, "");
    assertThat(calls).hasSize(2);
  }

  @Test
  void aTextThatWasRefusedCanBeSaidAgain() {
    raise();
    hand.want(true, "About records");
    assertThat(hand.answered(true, false)).as("told").isTrue();
    assertThat(hand.raised()).isTrue();
    hand.want(true, "About records");
    assertThat(calls).containsExactly("raise About records", "raise About records");
    assertThat(hand.answered(true, true)).isFalse();
    hand.want(true, "About enums");
    assertThat(hand.answered(true, false)).isTrue();
    hand.seenDown(true);
    assertThat(calls).endsWith("raise About records");
  }

  @Test
  void aLoweredHandForgetsItsText() {
    hand.want(true, "About records");
    assertThat(hand.answered(true, true)).isFalse();
    hand.seenUp(false);
    hand.seenDown(false);
    hand.want(true, "");
    assertThat(calls).containsExactly("raise About records", "raise");
  }

  @Test
  void aHandThatIsRaisedAgainAfterADropKeepsItsText() {
    hand.want(true, "About records");
    assertThat(hand.answered(true, true)).isFalse();
    hand.seenUp(false);
    hand.seenDown(true);
    assertThat(calls).containsExactly("raise About records", "raise About records");
  }
}
