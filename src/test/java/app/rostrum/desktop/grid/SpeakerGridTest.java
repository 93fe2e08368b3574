package app.rostrum.desktop.grid;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeSession;
import app.rostrum.desktop.Fx;
import app.rostrum.desktop.States;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
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

  private static List<Node> tiles(SpeakerGrid grid) {
    return grid.getChildren().stream().filter(SpeakerTile.class::isInstance).toList();
  }
}
