package app.rostrum.desktop.grid;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.Fx;
import app.rostrum.desktop.States;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import org.junit.jupiter.api.Test;

class AudienceStripTest {
  @Test
  void leavesTheFacesInPlaceThatStayWhenOneGoes() {
    Fx.run(
        () -> {
          var model = new AudienceViewModel();
          model.apply(
              States.host("Ada").andListener("Ben").andListener("Cem").andListener("Dia").state());
          var strip = new AudienceStrip(model, Texts.in(Locale.ENGLISH), () -> {}, new Pins());
          List<Node> before = List.copyOf(((HBox) strip.getGraphic()).getChildren());
          var takenOut = new ArrayList<Node>();
          before.forEach(face -> face.parentProperty().subscribe((was, is) -> takenOut.add(face)));

          model.apply(States.host("Ada").andListener("Ben").andListener("Dia").state());

          assertThat(takenOut).containsExactly(before.get(1));
          assertThat(((HBox) strip.getGraphic()).getChildren())
              .containsExactly(before.get(0), before.get(2));
        });
  }
}
