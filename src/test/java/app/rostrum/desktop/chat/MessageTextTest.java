package app.rostrum.desktop.chat;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.Fx;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.Chat.Delivery;
import app.rostrum.stream.Chat.Message;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.layout.Pane;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;

class MessageTextTest {
  private static Message message(long id, String text, boolean edited) {
    return new Message(id, "Ada", false, text, Instant.EPOCH, edited, Delivery.SENT);
  }

  private static List<Node> pieces(MessageText text) {
    return ((Pane) text.getChildren().getFirst()).getChildren();
  }

  @Test
  void plainWordsTakeThePlaceOfPlainWordsInTheSamePiece() {
    Fx.run(
        () -> {
          var text = new MessageText(Texts.in(Locale.ENGLISH), uri -> {});
          text.show(message(1, "One", false));
          Node piece = pieces(text).getFirst();
          text.show(message(2, "Two", false));
          assertThat(pieces(text)).containsExactly(piece);
          assertThat(((Text) piece).getText()).isEqualTo("Two");
        });
  }

  @Test
  void anythingElseIsMadeAnew() {
    Fx.run(
        () -> {
          var text = new MessageText(Texts.in(Locale.ENGLISH), uri -> {});
          text.show(message(1, "One", false));
          text.show(message(1, "One", true));
          assertThat(pieces(text)).hasSize(2);
          text.show(message(2, "See https://example.org now", false));
          assertThat(pieces(text)).hasSize(3);
          text.show(message(3, "https://example.org", false));
          assertThat(pieces(text).getFirst().getStyleClass()).contains("link");
          text.show(message(4, "Plain", false));
          assertThat(pieces(text)).hasSize(1);
          assertThat(pieces(text).getFirst().getStyleClass()).contains("words");
          text.show(message(5, "\u0645\u0631\u064a\u0645", false));
          text.show(message(6, "Plain again", false));
          assertThat(((Text) pieces(text).getFirst()).getText()).isEqualTo("Plain again");
        });
  }
}
