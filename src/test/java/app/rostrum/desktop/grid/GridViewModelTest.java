package app.rostrum.desktop.grid;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeSession;
import app.rostrum.desktop.States;
import app.rostrum.stream.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GridViewModelTest {
  private final GridViewModel grid = new GridViewModel(new SilencedSpeakers(FakeSession::new));

  private List<String> shown() {
    return grid.shown().stream().map(SpeakerItem::identity).toList();
  }

  @Test
  void allSpeakersAreShownWhileTheyFitTheHostFirst() {
    grid.setCapacity(20);
    grid.apply(States.host("Ada").speakers(20).state());
    assertThat(shown()).hasSize(20).first().isEqualTo("Ada");
    assertThat(grid.hiddenProperty().get()).isZero();
  }

  @Test
  void aTileStaysFromStateToState() {
    grid.apply(States.speaker("Ada").state());
    SpeakerItem before = grid.shown().getLast();
    grid.apply(States.speaker("Ada").muted().level("Ada", 0.5).dominant("Ada").state());
    assertThat(grid.shown().getLast()).isSameAs(before);
    assertThat(before.mutedProperty().get()).isTrue();
    assertThat(before.levelProperty().get()).isEqualTo(0.5);
    assertThat(before.dominantProperty().get()).isTrue();
    grid.apply(States.speaker("Ada").state());
    assertThat(before.levelProperty().get()).isZero();
  }

  @Test
  void beyondTheCapacityOneTileCountsTheOthers() {
    grid.setCapacity(10);
    grid.apply(States.host("Ada").speakers(40).state());
    assertThat(shown()).hasSize(9).contains("Ada");
    assertThat(grid.hiddenProperty().get()).isEqualTo(31);
  }

  @Test
  void aHiddenSpeakerWhoIsHeardReplacesTheLongestSilentAndNobodyElseMoves() {
    grid.setCapacity(5);
    States stage = States.host("Ada").speakers(30);
    List<String> all =
        stage.state().speakers().stream().map(StreamState.Speaker::identity).toList();
    // All four on show have spoken, the third of them first.
    grid.apply(stage.state());
    assertThat(shown()).isEqualTo(all.subList(0, 4));
    grid.apply(States.host("Ada").speakers(30).level(all.get(2), 0.3).state());
    grid.apply(States.host("Ada").speakers(30).level(all.get(1), 0.3).state());
    grid.apply(States.host("Ada").speakers(30).level(all.get(3), 0.3).state());
    grid.apply(States.host("Ada").speakers(30).level(all.get(20), 0.3).state());
    var expected = new ArrayList<>(all.subList(0, 4));
    expected.set(2, all.get(20));
    assertThat(shown()).isEqualTo(expected);
    // Silence changes nothing.
    grid.apply(States.host("Ada").speakers(30).state());
    assertThat(shown()).isEqualTo(expected);
  }

  @Test
  void hostAndSelfAreNeverPushedOut() {
    grid.setCapacity(4);
    for (int i = 0; i < 30; i++) {
      States stage = States.speaker("Ada").speakers(30);
      String speaking = stage.state().speakers().get(i).identity();
      grid.apply(stage.level(speaking, 0.4).state());
      assertThat(shown()).contains("Ada", "Grace Hopper", speaking).hasSize(3);
    }
  }

  @Test
  void aSpeakerWhoLeavesFreesTheTile() {
    grid.setCapacity(3);
    grid.apply(States.host("Ada").speakers(3).state());
    assertThat(shown()).hasSize(3);
    grid.apply(States.host("Ada").speakers(2).state());
    assertThat(shown()).hasSize(2);
  }

  @Test
  void thoseWithoutATileAreListedTheLatestSpeakerFirst() {
    grid.setCapacity(3);
    grid.apply(States.host("Ada").speakers(6).state());
    List<String> rest = grid.rest().stream().map(SpeakerItem::identity).toList();
    assertThat(rest).hasSize(4).doesNotContainAnyElementsOf(shown());
    grid.apply(States.host("Ada").speakers(6).level(rest.get(1), 0.4).state());
    grid.apply(States.host("Ada").speakers(6).level(rest.get(2), 0.4).state());
    // The last one to be heard has the tile; the one before comes first among the others.
    assertThat(shown()).contains(rest.get(2));
    assertThat(grid.rest().getFirst().identity()).isEqualTo(rest.get(1));
    grid.setCapacity(6);
    assertThat(grid.rest()).isEmpty();
  }

  @Test
  void levelsOfUnknownPeopleAndOutOfRangeAreHarmless() {
    grid.apply(States.host("Ada").level("Nobody", 1).level("Ada", 7).state());
    assertThat(Map.of("Ada", grid.shown().getFirst().levelProperty().get()))
        .containsEntry("Ada", 1.0);
  }

  @Test
  void theQualityOfOthersIsShownWhereItIsKnown() {
    grid.apply(States.host("Ada").speakers(3).quality("Grace Hopper", 2).state());
    assertThat(grid.shown())
        .extracting(item -> item.qualityProperty().get())
        .containsExactly(4, 2, 0);
  }
}
