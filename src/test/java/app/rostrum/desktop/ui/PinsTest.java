package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class PinsTest {
  private final Pins pins = new Pins();
  private final List<String> heard = new ArrayList<>();
  private final SimpleStringProperty source = new SimpleStringProperty("a");

  @Test
  void everySubscriptionEndsWhenThePinsAreClosed() {
    var list = FXCollections.observableArrayList("x");
    var bound = new SimpleStringProperty();
    var both = new SimpleStringProperty();
    pins.follow(source, heard::add);
    pins.follow(() -> heard.add("changed"), source);
    pins.listen(list, (ListChangeListener<String>) change -> heard.add("list"));
    pins.bind(bound, source);
    pins.bindBoth(both, source);
    source.set("b");
    list.add("y");
    assertThat(heard).containsExactlyInAnyOrder("a", "changed", "b", "changed", "list");
    pins.close();
    source.set("c");
    list.add("z");
    both.set("d");
    assertThat(heard).hasSize(5);
    assertThat(bound.get()).isEqualTo("b");
    assertThat(source.get()).isEqualTo("c");
  }

  @Test
  void pinsAreClosedOnceInReverseOrder() {
    pins.add(() -> heard.add("first"));
    pins.add(() -> heard.add("second"));
    pins.close();
    pins.close();
    assertThat(heard).containsExactly("second", "first");
  }

  @Test
  void aSubscriptionAfterClosingEndsAtOnce() {
    pins.close();
    pins.follow(source, heard::add);
    source.set("b");
    assertThat(heard).containsExactly("a");
  }
}
