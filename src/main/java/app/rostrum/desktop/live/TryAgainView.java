package app.rostrum.desktop.live;

import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.Clipboards;
import app.rostrum.desktop.ui.EmojiLabel;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import java.time.Instant;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** The screen after a stream was lost or could not be entered, with a button to try again. */
public final class TryAgainView extends StackPane {
  private final Button again;

  public TryAgainView(
      Entry entry,
      Departure.TryAgain departure,
      Instant at,
      Texts texts,
      Runnable tryAgain,
      Runnable lobby) {
    setId("failed-screen");
    getStyleClass().add("failed-screen");
    var title = new EmojiLabel(texts.get("failed.title", entry.streamName()));
    title.getStyleClass().add("empty-title");
    BidiText.wrap(title, 320);
    var text = new Label(departure.explanation());
    text.setId("failure");
    text.setWrapText(true);
    text.getStyleClass().add("muted-text");
    var code = new Label(texts.get("failed.code", departure.code()));
    code.setId("failure-code");
    code.getStyleClass().add("quiet");
    Visibility.show(code, !departure.code().isEmpty());
    var copy = new Button(texts.get("failed.copy"), Icons.of(Material2RoundAL.CONTENT_COPY));
    copy.setId("copy-details");
    copy.getStyleClass().add("flat");
    copy.setOnAction(
        e -> {
          Clipboards.copy(FailureDetails.of(departure.code(), at));
          copy.setText(texts.get("copied"));
        });
    var details = new HBox(code, copy);
    details.setSpacing(6);
    details.setAlignment(Pos.CENTER);
    again = new Button(texts.get("try-again"), Icons.of(Material2RoundMZ.REFRESH));
    again.setId("try-again");
    again.getStyleClass().addAll("accent", "large-button");
    again.setOnAction(
        e -> {
          again.setDisable(true); // Looking for the stream may take a while.
          tryAgain.run();
        });
    var back = new Button(texts.get("failed.lobby"));
    back.setId("back-to-lobby");
    back.getStyleClass().add("large-button");
    back.setOnAction(e -> lobby.run());
    var buttons = new HBox(back, again);
    buttons.setSpacing(10);
    buttons.setAlignment(Pos.CENTER);
    var box =
        new VBox(Icons.of(Material2RoundMZ.WIFI_OFF, "empty-icon"), title, text, buttons, details);
    box.getStyleClass().add("failed-box");
    box.setAlignment(Pos.CENTER);
    box.setMaxWidth(480);
    getChildren().add(box);
  }

  public void focusFirst() {
    again.requestFocus();
  }
}
