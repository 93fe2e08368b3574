package app.rostrum.desktop.chat;

import app.rostrum.desktop.ui.BarButton;
import app.rostrum.desktop.ui.KeyNames;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Shortcut;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.stream.Chat.Access;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.material2.Material2RoundAL;

/**
 * The bar's button that opens and closes the chat, with a badge of unread messages. Hidden in a
 * stream without chat.
 */
public final class ChatButton extends StackPane {
  /**
   * @param pins of the bar
   */
  public ChatButton(ChatViewModel model, Texts texts, Runnable toggle, Pins pins) {
    var button = new BarButton("chat", Material2RoundAL.CHAT_BUBBLE_OUTLINE, texts.get("bar.chat"));
    button.setTooltip(new Tooltip(texts.get("bar.chat-tip", KeyNames.of(Shortcut.CHAT, texts))));
    button.setOnAction(e -> toggle.run());
    var badge = new Label();
    badge.setId("chat-badge");
    badge.getStyleClass().add("badge");
    badge.setMouseTransparent(true);
    StackPane.setAlignment(badge, Pos.TOP_RIGHT);
    getChildren().addAll(button, badge);
    pins.follow(
        model.unreadProperty(),
        count -> {
          int unread = count.intValue();
          badge.setText(unread > 99 ? "99+" : Integer.toString(unread));
          badge.setVisible(unread > 0);
          button.setAccessibleText(
              unread > 0 ? texts.get("bar.chat-unread", unread) : texts.get("bar.chat"));
        });
    pins.follow(model.accessProperty(), access -> Visibility.show(this, access != Access.OFF));
  }
}
