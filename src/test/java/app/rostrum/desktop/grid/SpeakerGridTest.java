package app.rostrum.desktop.grid;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeSession;
import app.rostrum.desktop.Fx;
import app.rostrum.desktop.States;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Node;
import javafx.scene.shape.Circle;
import org.junit.jupiter.api.Test;

class SpeakerGridTest {
  @Test
  void aTileWithoutRoomStaysUnseenUntilThereIsRoomAgainOrItsSpeakerHasLeft() {
    Fx.run(
        () -> {
          var model = new GridViewModel(new SilencedSpeakers(FakeSession::new));
          var grid = new SpeakerGrid(model, Texts.in(Locale.ENGLISH), () -> {}, new Pins());
          model.apply(
              States.host("Ada")
                  .andSpeaker("Ben")
                  .andSpeaker("Cem")
                  .andSpeaker("Dia")
                  .andSpeaker("Eva")
                  .state());
          List<Node> tiles = tiles(grid);
          assertThat(tiles).hasSize(5).allMatch(Node::isVisible);

          model.setCapacity(3);
          assertThat(tiles(grid)).containsExactlyInAnyOrderElementsOf(tiles);
          assertThat(tiles).filteredOn(Node::isVisible).hasSize(2);
          assertThat(tiles).allMatch(tile -> tile.isManaged() == tile.isVisible());

          model.setCapacity(5);
          assertThat(tiles(grid)).containsExactlyInAnyOrderElementsOf(tiles);
          assertThat(tiles).allMatch(Node::isVisible);

          model.setCapacity(3);
          model.apply(States.host("Ada").andSpeaker("Ben").state());
          assertThat(tiles(grid)).hasSize(2).allMatch(Node::isVisible);
        });
  }

  @Test
  void aRingMovesOnlyByStepsThatCanBeSeen() {
    Fx.run(
        () -> {
          var model = new GridViewModel(new SilencedSpeakers(FakeSession::new));
          var grid = new SpeakerGrid(model, Texts.in(Locale.ENGLISH), () -> {}, new Pins());
          model.apply(States.host("Ada").level("Ada", 0.25).state());
          var ring = (Circle) tiles(grid).getFirst().lookup(".voice-ring");
          var moves = new AtomicInteger();
          ring.radiusProperty().subscribe((was, is) -> moves.incrementAndGet());
          tiles(grid).getFirst().resize(300, 200);
          ((SpeakerTile) tiles(grid).getFirst()).layout();
          moves.set(0);
          for (int i = 0; i <= 20; i++) {
            model.apply(States.host("Ada").level("Ada", 0.25 + i / 1000.0).state());
          }
          assertThat(moves.get()).isLessThanOrEqualTo(1);
          model.apply(States.host("Ada").level("Ada", 0.9).state());
          assertThat(moves.get()).isGreaterThanOrEqualTo(1);
        });
  }

  private static List<Node> tiles(SpeakerGrid grid) {
    return grid.getChildren().stream().filter(SpeakerTile.class::isInstance).toList();
  }
}
