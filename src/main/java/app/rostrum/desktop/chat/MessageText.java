package app.rostrum.desktop.chat;

import app.rostrum.desktop.emoji.EmojiPicture;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.EmojiLabel;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.Chat.Delivery;
import app.rostrum.stream.Chat.Message;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * The text of a message with its links and emoji. Text with right-to-left runs is one label
 * instead, see {@link BidiText}.
 */
final class MessageText extends HBox {
  /** The width that the panel leaves for text, in pixels. */
  private static final double BIDI_WIDTH = 236;

  /** The size of emoji in a message, in pixels. */
  private static final double EMOJI_SIZE = EmojiPicture.sizeIn(14);

  private final Texts texts;
  private final Consumer<URI> browser;
  private final TextFlow flow = new TextFlow();
  private final StackPane plain = new StackPane();
  private @Nullable Message filled;

  MessageText(Texts texts, Consumer<URI> browser) {
    this.texts = texts;
    this.browser = browser;
    flow.getStyleClass().add("message-text");
    plain.getStyleClass().add("message-text");
    plain.setMinWidth(Region.USE_PREF_SIZE);
    getChildren().add(flow);
  }

  void show(Message shown) {
    // Lists show the same row again and again, and laying out a long text is not cheap.
    if (shown.equals(filled)) {
      return;
    }
    filled = shown;
    if (reuse(shown)) {
      return;
    }
    if (BidiText.in(shown.text())) {
      flow.getChildren().clear();
      plain.getChildren().setAll(bidi(shown));
      getChildren().setAll(plain);
      return;
    }
    getChildren().setAll(flow);
    flow.getChildren().setAll(TextSegment.of(shown.text()).stream().map(this::node).toList());
    if (shown.edited()) {
      flow.getChildren().add(styled(new Text(" " + texts.get("chat.edited")), "edited-mark"));
    }
    if (shown.delivery() == Delivery.SENDING) {
      flow.getChildren().addAll(new Text(" "), Icons.of(Material2RoundMZ.SCHEDULE, "sending-mark"));
    }
  }

  /** Gives the one piece of plain words another text: a new piece would have to be styled. */
  private boolean reuse(Message shown) {
    if (shown.edited()
        || shown.delivery() == Delivery.SENDING
        || BidiText.in(shown.text())
        || flow.getParent() == null
        || flow.getChildren().size() != 1
        || !(flow.getChildren().getFirst() instanceof Text there)
        || !there.getStyleClass().contains("words")) {
      return false;
    }
    List<TextSegment> segments = TextSegment.of(shown.text());
    if (segments.size() == 1 && segments.getFirst() instanceof TextSegment.Words words) {
      there.setText(words.drawable());
      return true;
    }
    return false;
  }

  /** The mark of an edit becomes words; links are in the message's menu. */
  private Node bidi(Message shown) {
    String text =
        TextSegment.of(shown.text()).stream().map(TextSegment::text).collect(Collectors.joining());
    EmojiLabel label =
        BidiText.wrapped(
            shown.edited() ? text + '\n' + texts.get("chat.edited") : text, BIDI_WIDTH);
    label.getStyleClass().add("words");
    return label;
  }

  private Node node(TextSegment segment) {
    return switch (segment) {
      case TextSegment.Words words -> styled(new Text(words.drawable()), "words");
      case TextSegment.Picture picture -> new EmojiPicture(picture.emoji(), EMOJI_SIZE);
      case TextSegment.Link link -> link(link);
    };
  }

  private Text link(TextSegment.Link link) {
    Text text = styled(new Text(link.text()), "link");
    text.setAccessibleRole(AccessibleRole.HYPERLINK);
    text.setAccessibleText(link.text());
    text.setOnMouseClicked(
        e -> {
          if (e.getButton() == MouseButton.PRIMARY && e.isStillSincePress()) {
            browser.accept(link.target());
          }
        });
    return text;
  }

  private static Text styled(Text text, String styleClass) {
    text.getStyleClass().add(styleClass);
    return text;
  }
}
