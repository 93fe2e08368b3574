package app.rostrum.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeServices;
import app.rostrum.desktop.Fx;
import app.rostrum.desktop.ui.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.Test;

class SplitAreaTest {
  @Test
  void leavesTheStageInItsPlaceWhenAPanelComesOrGoes() {
    Fx.run(
        () -> {
          var stage = new Pane();
          var people = new Pane();
          var chat = new Pane();
          var split =
              new SplitArea(stage, new FakeServices().preferences, Texts.in(Locale.ENGLISH));
          var takenOut = new ArrayList<Node>();
          stage.parentProperty().subscribe((was, is) -> takenOut.add(stage));

          split.setPanel(Optional.of(people));
          split.setPanel(Optional.of(chat));
          assertThat(panels(split)).containsExactly(stage, chat);
          split.setPanel(Optional.empty());

          assertThat(panels(split)).containsExactly(stage);
          assertThat(takenOut).isEmpty();
        });
  }

  private static List<Node> panels(SplitArea split) {
    return split.getChildren().stream().filter(Pane.class::isInstance).toList();
  }
}
