package app.rostrum.desktop.ui;

import app.rostrum.desktop.emoji.EmojiPicture;
import app.rostrum.desktop.emoji.EmojiSegment;
import app.rostrum.desktop.emoji.EmojiSegment.Emoji;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.geometry.VPos;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.skin.TextInputControlSkin;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;

/**
 * A text input in which emoji are pictures, in place of the boxes or gaps that the toolkit draws.
 * While there are any, the input's own text is transparent and drawn anew above it: the words where
 * they stand, and each picture in the middle of the room that its characters take. Caret, selection
 * and what is copied remain the input's. Right-to-left text is left as it is.
 */
public final class EmojiInput extends StackPane {
  private static final String DRAWN = "drawn-above";

  private final TextInputControl input;
  private final Drawing drawing = new Drawing();

  /**
   * @param pins of the input's screen
   */
  public EmojiInput(TextInputControl input, Pins pins) {
    super(input);
    this.input = input;
    drawing.setMouseTransparent(true);
    drawing.setManaged(false);
    getChildren().add(drawing);
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

  private void redraw() {
    boolean wanted = EmojiSegment.mayBeIn(input.getText()) && !BidiText.in(input.getText());
    if (wanted != input.getStyleClass().contains(DRAWN)) {
      if (wanted) {
        input.getStyleClass().add(DRAWN);
      } else {
        input.getStyleClass().remove(DRAWN);
      }
    }
    drawing.setVisible(wanted);
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

  /** The words and pictures. Laid out after the input, which knows then where each is. */
  private final class Drawing extends Region {
    private boolean stale;

    @Override
    protected void layoutChildren() {
      if (stale
          && isVisible()
          && input.getSkin() instanceof TextInputControlSkin<?> skin
          && getWidth() > 0) {
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
        new Pieces(skin).add(this);
      }
    }

    private void draw(Text text, double x, double y) {
      text.setFont(input.getFont());
      text.setTextOrigin(VPos.TOP);
      text.getStyleClass().add("drawn-text");
      text.setManaged(false);
      getChildren().add(text);
      text.setX(x);
      text.setY(y);
    }

    private void draw(EmojiPicture picture, double x, double y) {
      picture.setManaged(false);
      picture.setX(x);
      picture.setY(y);
      getChildren().add(picture);
    }
  }

  /** The parts of the text with their places. */
  private final class Pieces {
    private final TextInputControlSkin<?> skin;
    private final String text = input.getText();

    /** The distance of the skin's text from where the skin says that its characters are. */
    private final Point2D shift;

    Pieces(TextInputControlSkin<?> skin) {
      this.skin = skin;
      shift =
          input.lookupAll(".text").stream()
              .filter(node -> node instanceof Text own && own.getText().equals(text))
              .findFirst()
              .map(node -> shift((Text) node))
              .orElse(Point2D.ZERO);
    }

    private Point2D shift(Text own) {
      Rectangle2D said = skin.getCharacterBounds(0);
      Bounds drawn = own.getLayoutBounds();
      return drawing
          .sceneToLocal(own.localToScene(drawn.getMinX(), drawn.getMinY()))
          .subtract(said.getMinX(), said.getMinY());
    }

    private Rectangle2D place(int index) {
      Rectangle2D said = skin.getCharacterBounds(index);
      return new Rectangle2D(
          said.getMinX() + shift.getX(),
          said.getMinY() + shift.getY(),
          said.getWidth(),
          said.getHeight());
    }

    void add(Drawing to) {
      int at = 0;
      for (EmojiSegment segment : EmojiSegment.of(text)) {
        int end = at + segment.text().length();
        if (segment instanceof Emoji emoji) {
          Rectangle2D first = place(at);
          double right = first.getMaxX();
          for (int i = at + 1; i < end; i++) {
            right = Math.max(right, place(i).getMaxX());
          }
          double font = input.getFont().getSize();
          double size =
              Math.clamp(
                  Math.round(right - first.getMinX()), Math.round(font), EmojiPicture.sizeIn(font));
          to.draw(
              new EmojiPicture(emoji, size),
              Math.round((first.getMinX() + right - size) / 2),
              Math.round((first.getMinY() + first.getMaxY() - size) / 2));
        } else {
          for (int[] line : lines(at, end)) {
            Rectangle2D place = place(line[0]);
            to.draw(new Text(text.substring(line[0], line[1])), place.getMinX(), place.getMinY());
          }
        }
        at = end;
      }
    }

    /** Splits words where the input has broken them into lines. */
    private List<int[]> lines(int from, int to) {
      var lines = new ArrayList<int[]>();
      int at = from;
      while (at < to) {
        if (text.charAt(at) == '\n') {
          at++;
          continue;
        }
        int newline = text.indexOf('\n', at);
        int end = lastOnLine(at, newline >= 0 && newline < to ? newline : to);
        lines.add(new int[] {at, end});
        at = end;
      }
      return lines;
    }

    /** Returns the end of what stands on one line, by halving. */
    private int lastOnLine(int from, int to) {
      double y = place(from).getMinY();
      int low = from + 1;
      int high = to;
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        if (place(middle - 1).getMinY() <= y) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return low;
    }
  }
}
