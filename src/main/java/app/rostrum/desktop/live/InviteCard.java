package app.rostrum.desktop.live;

import app.rostrum.backend.Passcode;
import app.rostrum.desktop.services.StreamInvitation;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.Clipboards;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * The invitation card of a stream: link, passcode, a message ready to send, and what stands in the
 * way of those who get it. Says what it has copied.
 */
final class InviteCard extends VBox {
  private enum Copied {
    LINK,
    PASSCODE,
    MESSAGE
  }

  private final String prefix;
  private final Supplier<StreamInvitation> invitation;
  private final Texts texts;
  private final Label text = new Label();
  private final TextField link = new TextField();
  private final TextField passcode = new TextField();
  private final Node linkRow;
  private final Label onlyHere = new Label("", Icons.of(Material2RoundMZ.WARNING));
  private final HBox warning = new HBox(onlyHere);
  private final Label copied = new Label(" ", Icons.of(Material2RoundAL.CHECK_CIRCLE));

  /**
   * @param prefix of the ids, because a dialog can show a second card
   * @param invitation the present one, asked for again when it may have changed
   * @param reach what the card says about who can reach this computer
   * @param pins end with the card
   */
  InviteCard(
      String prefix,
      Supplier<StreamInvitation> invitation,
      Optional<ReachPart> reach,
      Texts texts,
      Pins pins) {
    this.prefix = prefix;
    this.invitation = invitation;
    this.texts = texts;
    setId(prefix + "-card");
    getStyleClass().add("invite-card");
    text.getStyleClass().add("muted-text");
    text.setMinHeight(USE_PREF_SIZE);
    linkRow = row("link", "invite.link", link, Copied.LINK);
    onlyHere.setId(prefix + "-only-here");
    onlyHere.setWrapText(true);
    onlyHere.setMinHeight(USE_PREF_SIZE);
    HBox.setHgrow(onlyHere, Priority.ALWAYS);
    warning.getStyleClass().add("warning-box");
    warning.setMinHeight(USE_PREF_SIZE);
    var message = new Button(texts.get("invite.copy-message"), Icons.of(Material2RoundMZ.SEND));
    message.setId(prefix + "-copy-message");
    message.getStyleClass().add("accent");
    message.setMaxWidth(Double.MAX_VALUE);
    message.setOnAction(e -> copy(Copied.MESSAGE));
    copied.setId(prefix + "-copied");
    copied.getStyleClass().add("copied-note");
    copied.setWrapText(true);
    copied.setVisible(false);
    copied.setMinHeight(USE_PREF_SIZE);
    copied.setAccessibleRole(AccessibleRole.TEXT);
    getChildren()
        .addAll(
            text,
            linkRow,
            row("passcode", "invite.passcode", passcode, Copied.PASSCODE),
            message,
            warning,
            copied);
    reach.ifPresent(part -> getChildren().add(4, part.make(this::refresh, pins)));
    refresh();
  }

  /** Puts a title above the card, which then stands alone on the stage. */
  InviteCard titled(String title) {
    var heading = new Label(title, Icons.of(Material2RoundMZ.WIFI_TETHERING));
    heading.setId(prefix + "-title");
    heading.getStyleClass().add("prompt-title");
    heading.setWrapText(true);
    heading.setMinHeight(USE_PREF_SIZE);
    getChildren().addFirst(heading);
    getStyleClass().add("invite-alone");
    return this;
  }

  private void refresh() {
    StreamInvitation now = invitation.get();
    text.setText(
        texts.get(
            now.link().isPresent() ? "invite.text" : "invite.text-passcode", now.streamName()));
    BidiText.wrap(text, 380);
    link.setText(now.link().orElse(""));
    passcode.setText(Passcode.grouped(now.passcode()));
    Visibility.show(linkRow, now.link().isPresent());
    Optional<String> local = now.reachesOnlyThisComputer();
    onlyHere.setText(local.map(host -> texts.get("invite.only-here", host)).orElse(""));
    Visibility.show(warning, local.isPresent());
  }

  private Node row(String name, String key, TextField field, Copied what) {
    field.setId(prefix + "-" + name);
    field.setEditable(false);
    field.setAccessibleText(texts.get(key));
    field.getStyleClass().add("copy-field");
    field.setPrefColumnCount(8);
    HBox.setHgrow(field, Priority.ALWAYS);
    var button = new Button(texts.get("copy"), Icons.of(Material2RoundAL.CONTENT_COPY));
    button.setId(prefix + "-copy-" + name);
    button.setMinWidth(USE_PREF_SIZE);
    button.setAccessibleText(texts.get("copy-what", texts.get(key)));
    button.setOnAction(e -> copy(what));
    var line = new HBox(field, button);
    line.setSpacing(8);
    line.setAlignment(Pos.CENTER_LEFT);
    var caption = new Label(texts.get(key));
    caption.getStyleClass().add("field-caption");
    caption.setLabelFor(field);
    var column = new VBox(caption, line);
    column.setSpacing(4);
    return column;
  }

  /** Copies the link, or the passcode where there is none, and says so. */
  void copyShortest() {
    copy(invitation.get().link().isPresent() ? Copied.LINK : Copied.PASSCODE);
  }

  private void copy(Copied what) {
    StreamInvitation now = invitation.get();
    String grouped = Passcode.grouped(now.passcode());
    Clipboards.copy(
        switch (what) {
          case LINK -> now.shortest();
          case PASSCODE -> now.link().isPresent() ? grouped : now.passcode();
          case MESSAGE ->
              now.link()
                  .map(l -> texts.plain("invite.message", now.streamName(), l, grouped))
                  .orElseGet(
                      () -> texts.plain("invite.message-passcode", now.streamName(), grouped));
        });
    copied.setText(
        texts.get(
            switch (what) {
              case LINK -> "invite.copied-link";
              case PASSCODE -> "invite.copied-passcode";
              case MESSAGE -> "invite.copied-message";
            }));
    copied.setVisible(true);
  }
}
