package app.rostrum.desktop.grid;

import app.rostrum.desktop.ui.Avatar;
import app.rostrum.desktop.ui.ListDiff;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/**
 * The audience below the grid: a row of avatars and the number of the others. Pressed, it opens the
 * list of everybody.
 */
public final class AudienceStrip extends Button {
  private static final double AVATAR = 28;
  private static final double SPACING = 6;

  /** The room for the number of the others and the button's own edges. */
  private static final double REST = 110;

  private final AudienceViewModel model;
  private final NumberFormat numbers;
  private final Texts texts;
  private final HBox row = new HBox();
  private final Label others = new Label();
  private final Map<String, Avatar> avatars = new HashMap<>();
  private int places = AudienceViewModel.MOST;

  /**
   * @param showPeople opens the list of everybody
   * @param pins of the screen
   */
  public AudienceStrip(AudienceViewModel model, Texts texts, Runnable showPeople, Pins pins) {
    this.model = model;
    this.texts = texts;
    numbers = NumberFormat.getIntegerInstance(texts.locale());
    setId("audience-strip");
    getStyleClass().add("audience-strip");
    row.setSpacing(SPACING);
    row.setAlignment(Pos.CENTER);
    others.getStyleClass().add("audience-others");
    setGraphic(row);
    setOnAction(e -> showPeople.run());
    pins.listen(model.faces(), change -> arrange());
    pins.follow(this::arrange, model.countProperty());
  }

  /** Shows as many avatars as a width has room for. */
  public void fit(double width) {
    int fitting = (int) Math.clamp((width - REST) / (AVATAR + SPACING), 1, AudienceViewModel.MOST);
    if (fitting != places) {
      places = fitting;
      arrange();
    }
  }

  private void arrange() {
    List<String> shown = model.faces().subList(0, Math.min(places, model.faces().size()));
    var nodes = new ArrayList<Node>(shown.size() + 1);
    for (String identity : shown) {
      nodes.add(avatars.computeIfAbsent(identity, name -> new Avatar(name, AVATAR)));
    }
    avatars.keySet().retainAll(shown);
    int count = model.countProperty().get();
    if (count > shown.size()) {
      others.setText("+" + numbers.format(count - shown.size()));
      nodes.add(others);
    }
    // Node by node: one that is taken out and put back is styled anew.
    ListDiff.apply(row.getChildren(), nodes, node -> node);
    setAccessibleText(texts.plain("grid.audience", count));
  }
}
