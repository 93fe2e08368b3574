package app.rostrum.desktop.grid;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.States;
import app.rostrum.stream.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridViewModelTest {
  private final GridViewModel grid = new GridViewModel();

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

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3", "4, 2", "6, 3", "8, 4", "12, 4", "20, 5"})
  void columnsFollowFromTheNumberOfSpeakers(int speakers, int columns) {
    assertThat(SpeakerGrid.columns(speakers, 1240, 630)).isEqualTo(columns);
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
