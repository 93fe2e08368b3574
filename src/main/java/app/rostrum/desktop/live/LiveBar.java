package app.rostrum.desktop.live;

import app.rostrum.desktop.chat.ChatButton;
import app.rostrum.desktop.reactions.ReactionButton;
import app.rostrum.desktop.ui.AppMenu;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.BarButton;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Menus;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.ThemeMenu;
import app.rostrum.desktop.ui.Visibility;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** The bottom bar that all roles share: a left part, buttons in the middle, leave on the right. */
final class LiveBar extends HBox {
  /** The actions of the common buttons. */
  public record Actions(
      Runnable togglePeople,
      Runnable toggleChat,
      Runnable share,
      Runnable devices,
      Runnable details,
      AppMenu app,
      Runnable leave) {}

  private static final PseudoClass ICONS = PseudoClass.getPseudoClass("icons");

  /** The widths that two forms need: words and left part, icons and left part. */
  private final double[] needed = new double[2];

  private int form;
  private final HBox middle = new HBox();
  private final HBox left = new HBox();
  private final ContextMenu menu = new ContextMenu();
  private final BarButton leave;

  /**
   * @param pins end with the role, when another bar replaces this one
   */
  LiveBar(LiveViewModel model, Texts texts, Appearance appearance, Actions actions, Pins pins) {
    getStyleClass().add("live-bar");
    setAlignment(Pos.CENTER);
    var people = new BarButton("people", Material2RoundMZ.PEOPLE_ALT, texts.get("bar.people"));
    people.setOnAction(e -> actions.togglePeople().run());
    var share = new BarButton("share", Material2RoundMZ.SHARE, texts.get("bar.share"));
    share.setAccessibleText(texts.get("bar.share-what"));
    share.setOnAction(e -> actions.share().run());
    var more = new BarButton("more", Material2RoundMZ.MORE_HORIZ, texts.get("bar.more"));
    var devices = new MenuItem(texts.get("bar.devices"), Icons.of(Material2RoundAL.HEADSET));
    devices.setId("devices");
    devices.setOnAction(e -> actions.devices().run());
    var details = new MenuItem(texts.get("bar.details"), Icons.of(Material2RoundMZ.NETWORK_CHECK));
    details.setId("connection-details");
    details.setOnAction(e -> actions.details().run());
    menu.getItems().addAll(devices, details, ThemeMenu.of(appearance, texts, pins));
    menu.getItems().addAll(actions.app().items(texts));
    more.setOnAction(e -> Menus.show(menu, more, Side.TOP, 0, -6));
    leave = new BarButton("leave", Material2RoundAL.CALL_END, texts.get("bar.leave"));
    leave.getStyleClass().add("leave-button");
    leave.setOnAction(e -> actions.leave().run());
    pins.follow(
        model.hostProperty(), host -> leave.setText(texts.get(host ? "bar.end" : "bar.leave")));
    pins.add(menu::hide);

    middle.getStyleClass().add("bar-buttons");
    middle.setAlignment(Pos.CENTER);
    middle
        .getChildren()
        .addAll(
            badged(people, model, texts, pins),
            new ChatButton(model.chat(), texts, actions.toggleChat(), pins),
            new ReactionButton(model.reactions(), texts, pins),
            share,
            more);
    left.setAlignment(Pos.CENTER_LEFT);
    left.getStyleClass().add("bar-side");
    var right = new HBox(leave);
    right.setAlignment(Pos.CENTER_RIGHT);
    right.getStyleClass().add("bar-side");
    HBox.setHgrow(left, Priority.ALWAYS);
    HBox.setHgrow(right, Priority.ALWAYS);
    // Equal sides keep the buttons in the middle of the window.
    left.setPrefWidth(160);
    right.setPrefWidth(160);
    middle.setMinWidth(Region.USE_PREF_SIZE);
    getChildren().addAll(left, middle, right);
  }

  /** Gives up words, and then the left part, as far as the room does not suffice for all. */
  @Override
  protected void layoutChildren() {
    if (form < needed.length) {
      needed[form] = needed();
    }
    int fitting = 0;
    while (fitting < needed.length && needed[fitting] > getWidth()) {
      fitting++;
    }
    if (fitting != form) {
      take(fitting);
    }
    super.layoutChildren();
  }

  /** Lets the window be narrower than the present form, which another one follows. */
  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  private double needed() {
    double content = (left.getChildren().size() - 1) * left.getSpacing();
    for (Node node : left.getChildren()) {
      content += node.prefWidth(-1);
    }
    double side = Math.max(leave.prefWidth(-1), content);
    double edges = snappedLeftInset() + snappedRightInset() + 2 * getSpacing();
    return middle.prefWidth(-1) + 2 * side + edges;
  }

  private void take(int next) {
    form = next;
    pseudoClassStateChanged(ICONS, next > 0);
    Visibility.show(left, next < needed.length);
    middle.getChildren().forEach(node -> showWord(node, next == 0));
    showWord(leave, next == 0);
  }

  private static void showWord(Node node, boolean shown) {
    if (node instanceof BarButton button) {
      button.setContentDisplay(shown ? ContentDisplay.TOP : ContentDisplay.GRAPHIC_ONLY);
    } else if (node instanceof Pane group) {
      group.getChildren().forEach(child -> showWord(child, shown));
    }
  }

  /** Puts buttons before the common ones. */
  public void first(Node... buttons) {
    middle.getChildren().addAll(0, List.of(buttons));
  }

  /** Puts something on the left. */
  public void left(Node... nodes) {
    left.getChildren().addAll(nodes);
  }

  /** Adds an item to the menu behind "more". */
  public void menuItem(MenuItem item) {
    menu.getItems().addFirst(item);
  }

  private static Node badged(BarButton people, LiveViewModel model, Texts texts, Pins pins) {
    var badge = new Label();
    badge.setId("people-badge");
    badge.getStyleClass().add("badge");
    badge.setMouseTransparent(true);
    var stack = new StackPane(people, badge);
    StackPane.setAlignment(badge, Pos.TOP_RIGHT);
    pins.follow(
        () -> {
          // Raised hands concern only the host.
          int hands = model.hostProperty().get() ? model.people().newHandsProperty().get() : 0;
          badge.setText(hands > 99 ? "99+" : Integer.toString(hands));
          badge.setVisible(hands > 0);
          people.setAccessibleText(
              hands > 0 ? texts.get("bar.people-hands", hands) : texts.get("bar.people"));
        },
        model.people().newHandsProperty(),
        model.hostProperty());
    return stack;
  }
}
