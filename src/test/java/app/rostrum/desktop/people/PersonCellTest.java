package app.rostrum.desktop.people;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeSession;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.Fx;
import app.rostrum.desktop.States;
import app.rostrum.desktop.grid.SilencedSpeakers;
import app.rostrum.desktop.people.PersonRow.Asked;
import app.rostrum.desktop.people.PersonRow.Hand;
import app.rostrum.desktop.people.PersonRow.Header;
import app.rostrum.desktop.people.PersonRow.Listening;
import app.rostrum.desktop.people.PersonRow.Section;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import org.junit.jupiter.api.Test;

class PersonCellTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final FakeSession session = new FakeSession();
  private final Texts texts = Texts.in(Locale.ENGLISH);
  private final PeopleViewModel people =
      new PeopleViewModel(
          () -> session,
          ui.clock(),
          texts,
          new UndoableActs(ui, new Offers()::show),
          new SilencedSpeakers(() -> session));

  private PersonCell cell(States as) {
    people.apply(as.state());
    return new PersonCell(people, new Overlay(ui, texts), texts);
  }

  private static PersonRow listener(String name) {
    return new Listening(name, false, Asked.NOTHING);
  }

  @Test
  void aRowHasOnlyTheNodesThatItNeeds() {
    Fx.run(
        () -> {
          PersonCell cell = cell(States.listener("Lena"));
          cell.updateItem(listener("Ada"), false);
          assertThat(all(cell, Button.class)).isEmpty();
          assertThat(all(cell, Label.class)).as("initials and name").hasSize(2);

          PersonCell hosts = cell(States.host("Hanna"));
          hosts.updateItem(listener("Ada"), false);
          assertThat(ids(hosts)).containsExactly("invite-listener-Ada", "more-Ada");
          assertThat(all(hosts, Button.class)).hasSize(2);
        });
  }

  @Test
  void itsNodesStayInItWhenItIsEmptiedAndFilledAgain() {
    Fx.run(
        () -> {
          PersonCell cell = cell(States.host("Hanna"));
          cell.updateItem(new Header(Section.LISTENERS, 2), false);
          cell.updateItem(listener("Ada"), false);
          var takenOut = new ArrayList<Node>();
          for (Node node : all(cell, Node.class)) {
            node.parentProperty().subscribe((was, is) -> takenOut.add(node));
          }

          Node graphic = cell.getGraphic();

          cell.updateItem(null, true);
          assertThat(cell.getGraphic()).isSameAs(graphic);
          assertThat(all(cell, Button.class)).noneMatch(PersonCellTest::seen);
          assertThat(ids(cell)).isEmpty();
          assertThat(cell.menuItems()).isEmpty();
          cell.updateItem(listener("Ben"), false);
          cell.updateItem(new Header(Section.LISTENERS, 1), false);
          assertThat(ids(cell)).isEmpty();
          cell.updateItem(listener("Cem"), false);

          assertThat(takenOut).isEmpty();
          assertThat(ids(cell)).containsExactly("invite-listener-Cem", "more-Cem");
        });
  }

  @Test
  void buttonsStandInTheirOrderHoweverTheRowsCameAndActOnThePersonOfTheRow() {
    Fx.run(
        () -> {
          PersonCell cell = cell(States.host("Hanna").hand("Zoë", ui.clock().instant()));
          cell.updateItem(listener("Ada"), false);
          cell.updateItem(new Hand("Zoë", 1, Duration.ZERO, false, Asked.NOTHING), false);
          assertThat(ids(cell)).containsExactly("invite-Zo_eb", "lower-Zo_eb", "more-Zo_eb");
          assertThat(cell.menuItems().stream().map(MenuItem::getId))
              .startsWith("menu-invite", "menu-lower");
          all(cell, Button.class).getFirst().fire();
          assertThat(session.asked()).containsExactly("invite Zoë");
        });
  }

  private static boolean seen(Node node) {
    return node == null || (node.isVisible() && seen(node.getParent()));
  }

  private static List<String> ids(PersonCell cell) {
    return all(cell, Button.class).stream()
        .filter(Node::isVisible)
        .flatMap(button -> NodeIds.of(button).stream())
        .toList();
  }

  private static <T> List<T> all(PersonCell cell, Class<T> kind) {
    var found = new ArrayList<T>();
    collect(cell.getGraphic(), kind, found);
    return found;
  }

  private static <T> void collect(Node node, Class<T> kind, List<T> found) {
    if (kind.isInstance(node)) {
      found.add(kind.cast(node));
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, kind, found));
    }
  }
}
