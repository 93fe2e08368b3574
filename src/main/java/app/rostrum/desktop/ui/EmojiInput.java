package app.rostrum.desktop.ui;

import app.rostrum.desktop.emoji.EmojiPicture;
import app.rostrum.desktop.emoji.EmojiSegment;
import app.rostrum.desktop.emoji.EmojiSegment.Emoji;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.skin.TextFieldSkin;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.shape.Path;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;

/**
 * A text input in which emoji are pictures, in place of the boxes or gaps that the toolkit draws.
 * In place of an emoji's characters the input draws as many blanks, which take the room of one
 * picture together, and the picture is drawn there above it. Caret, selection, direction and what
 * is copied remain the input's.
 */
public final class EmojiInput extends StackPane {
  /** A blank of 0.65 of the font's height, at which no line is broken: a figure space. */
  private static final String BLANK = "\u2007";

  /** A blank of about the font's height, for emoji of one character: an em quad. */
  private static final String WIDE_BLANK = "\u2001";

  /** A word joiner, which takes no room. */
  private static final String NO_ROOM = "\u2060";

  private final TextInputControl input;
  private final Drawing drawing = new Drawing();

  /** A field's skin that draws blanks in place of emoji. */
  private static final class BlankingSkin extends TextFieldSkin {
    BlankingSkin(TextField field) {
      super(field);
    }

    @Override
    protected String maskText(String text) {
      return blanked(text);
    }
  }

  /**
   * @param pins of the input's screen
   */
  public EmojiInput(TextInputControl input, Pins pins) {
    super(input);
    this.input = input;
    drawing.setMouseTransparent(true);
    drawing.setManaged(false);
    getChildren().add(drawing);
    if (input instanceof TextField field) {
      field.setSkin(new BlankingSkin(field));
    } else {
      pins.follow(input.skinProperty(), skin -> blank(pins));
    }
    pins.follow(
        this::redraw,
        input.textProperty(),
        input.fontProperty(),
        input.caretPositionProperty(),
        input.layoutBoundsProperty(),
        input.skinProperty());
    if (input instanceof TextArea area) {
      pins.follow(this::redraw, area.scrollTopProperty(), area.scrollLeftProperty());
    }
  }

  /** Returns a text of the same length with blanks in place of emoji, as it is drawn. */
  public static String blanked(String text) {
    if (!EmojiSegment.mayBeIn(text)) {
      return text;
    }
    var out = new StringBuilder(text.length());
    for (EmojiSegment segment : EmojiSegment.of(text)) {
      int length = segment.text().length();
      if (!(segment instanceof Emoji)) {
        out.append(segment.text());
      } else if (length == 1) {
        out.append(WIDE_BLANK);
      } else {
        out.append(BLANK).append(BLANK).append(NO_ROOM.repeat(length - 2));
      }
    }
    return out.toString();
  }

  /** Keeps emoji out of what an area draws; its skin has no other way to. */
  private void blank(Pins pins) {
    texts(input)
        .filter(text -> !text.textProperty().isBound())
        .forEach(text -> pins.follow(text.textProperty(), drawn -> text.setText(blanked(drawn))));
  }

  private static Stream<Text> texts(Node node) {
    if (node instanceof Text text) {
      return Stream.of(text);
    }
    if (node instanceof ScrollPane pane && pane.getContent() != null) {
      return texts(pane.getContent());
    }
    return node instanceof Parent parent
        ? parent.getChildrenUnmodifiable().stream().flatMap(EmojiInput::texts)
        : Stream.empty();
  }

  private void redraw() {
    drawing.setVisible(EmojiSegment.mayBeIn(input.getText()));
    drawing.stale = true;
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    drawing.resizeRelocate(
        input.getLayoutX(), input.getLayoutY(), input.getWidth(), input.getHeight());
    drawing.requestLayout();
  }

  /** The pictures. Laid out after the input, which knows then where each is. */
  private final class Drawing extends Region {
    private boolean stale;

    @Override
    protected void layoutChildren() {
      if (stale && isVisible() && getWidth() > 0) {
        stale = false;
        Insets room = input.getInsets();
        setClip(
            new Rectangle(
                room.getLeft(),
                room.getTop(),
                Math.max(0, getWidth() - room.getLeft() - room.getRight()),
                Math.max(0, getHeight() - room.getTop() - room.getBottom())));
        input.layout();
        getChildren().clear();
        String blanked = blanked(input.getText());
        texts(input).filter(own -> own.getText().equals(blanked)).findFirst().ifPresent(this::draw);
      }
    }

    /**
     * @param own the input's own node with the blanks
     */
    private void draw(Text own) {
      int at = 0;
      for (EmojiSegment segment : EmojiSegment.of(input.getText())) {
        int end = at + segment.text().length();
        if (segment instanceof Emoji emoji) {
          Bounds room = room(own, at, end);
          double size =
              Math.min(EmojiPicture.sizeIn(input.getFont().getSize()), room.getWidth() + 2);
          var picture = new EmojiPicture(emoji, Math.round(size));
          picture.setManaged(false);
          picture.setX(Math.round(room.getCenterX() - size / 2));
          picture.setY(Math.round(room.getCenterY() - size / 2));
          getChildren().add(picture);
        }
        at = end;
      }
    }

    private Bounds room(Text own, int from, int to) {
      var shape = new Path(own.rangeShape(from, to));
      shape.setStroke(null);
      shape.setFill(Color.BLACK); // What is not painted has no bounds.
      return sceneToLocal(own.localToScene(shape.getLayoutBounds()));
    }
  }
}
