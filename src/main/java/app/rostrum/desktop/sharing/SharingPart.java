package app.rostrum.desktop.sharing;

import app.rostrum.desktop.services.LocalHosting.Invitation;
import app.rostrum.desktop.ui.ChoiceNames;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import atlantafx.base.controls.ToggleSwitch;
import java.util.Optional;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * The part of an invitation card that lets people in the network in: the switch, the address of
 * this computer in the link, the link as a QR code, and what to look at if somebody cannot connect.
 */
public final class SharingPart extends VBox {
  private static final int QR_SIDE = 184;

  private final SharingViewModel model;
  private final Texts texts;
  private final String prefix;
  private final Pins pins;

  /**
   * @param prefix of the ids, because a dialog can show a second part
   * @param link makes the invitation that the QR code shows of a link without a stream
   * @param changed runs whenever the invitation has become another one
   * @param pins end with the part
   */
  public SharingPart(
      String prefix,
      SharingViewModel model,
      Texts texts,
      Function<String, String> link,
      Runnable changed,
      Pins pins) {
    this.prefix = prefix;
    this.model = model;
    this.texts = texts;
    this.pins = pins;
    setId(prefix + "-sharing");
    getStyleClass().add("sharing-part");
    var qr = new QrPicture(QR_SIDE, texts.get("sharing.qr"));
    qr.setId(prefix + "-qr");
    Node address = address();
    Node trouble = trouble();
    var beside = new VBox(address, trouble);
    beside.getStyleClass().add("sharing-details");
    HBox.setHgrow(beside, Priority.ALWAYS);
    var details = new HBox(qr, beside);
    details.getStyleClass().add("sharing-open");
    Label noNetwork = text("no-network", "warning-box");
    noNetwork.setText(texts.get("sharing.no-network"));
    noNetwork.setGraphic(Icons.of(Material2RoundMZ.WIFI_OFF));
    Label problem = text("problem", "error-text");
    pins.bind(problem.textProperty(), model.problemProperty());
    getChildren().addAll(toggle(), explanation(), problem, noNetwork, details);
    pins.follow(model.problemProperty(), said -> Visibility.show(problem, !said.isEmpty()));
    pins.follow(
        () -> {
          Optional<Invitation> chosen = model.chosenProperty().get();
          Visibility.show(noNetwork, model.openProperty().get() && chosen.isEmpty());
          Visibility.show(details, chosen.isPresent());
          Visibility.show(qr, chosen.isPresent() && qr.show(link.apply(chosen.get().link())));
          changed.run();
        },
        model.chosenProperty(),
        model.openProperty());
    pins.add(model.follow());
  }

  private Node toggle() {
    var toggle = new ToggleSwitch(texts.get("sharing.toggle"));
    toggle.setId(prefix + "-people-in-network");
    toggle.setAccessibleText(texts.get("sharing.toggle"));
    pins.follow(model.openProperty(), toggle::setSelected);
    pins.follow(model.changingProperty(), toggle::setDisable);
    // A change that failed is not shown as made.
    pins.follow(model.changingProperty(), now -> toggle.setSelected(model.openProperty().get()));
    pins.follow(toggle.selectedProperty(), model::letNetworkIn);
    // The library's switch knows the mouse only.
    toggle.addEventHandler(
        KeyEvent.KEY_RELEASED,
        e -> {
          if (e.getCode() == KeyCode.SPACE) {
            e.consume();
            toggle.fire();
          }
        });
    return toggle;
  }

  private Node explanation() {
    Label note = text("note", "muted-text");
    pins.follow(
        model.portProperty(),
        port ->
            note.setText(
                port.isEmpty() ? texts.get("sharing.shut") : texts.get("sharing.open", port)));
    return note;
  }

  private Node address() {
    var caption = new Label(texts.get("sharing.address"));
    caption.getStyleClass().add("field-caption");
    var box = new ComboBox<Invitation>(model.invitations());
    box.setId(prefix + "-address");
    box.setAccessibleText(texts.get("sharing.address"));
    box.setMaxWidth(Double.MAX_VALUE);
    box.setConverter(new ChoiceNames<>(Invitation::host));
    pins.follow(model.chosenProperty(), chosen -> box.setValue(chosen.orElse(null)));
    box.setOnAction(e -> Optional.ofNullable(box.getValue()).ifPresent(model::choose));
    caption.setLabelFor(box);
    var column = new VBox(caption, box);
    column.setSpacing(4);
    ListChangeListener<Invitation> count =
        change -> Visibility.show(column, model.invitations().size() > 1);
    pins.listen(model.invitations(), count);
    Visibility.show(column, model.invitations().size() > 1);
    return column;
  }

  private Node trouble() {
    Label hints = text("hints", "muted-text");
    pins.follow(model.portProperty(), port -> hints.setText(texts.get("sharing.hints", port)));
    Visibility.show(hints, false);
    var ask = new Hyperlink(texts.get("sharing.trouble"));
    ask.setId(prefix + "-trouble");
    ask.setOnAction(
        e -> {
          Visibility.show(hints, !hints.isVisible());
          ask.setVisited(false);
        });
    var column = new VBox(ask, hints);
    column.setAlignment(Pos.TOP_LEFT);
    return column;
  }

  private Label text(String name, String style) {
    var label = new Label();
    label.setId(prefix + "-sharing-" + name);
    label.getStyleClass().add(style);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    label.setMaxWidth(Double.MAX_VALUE);
    return label;
  }
}
