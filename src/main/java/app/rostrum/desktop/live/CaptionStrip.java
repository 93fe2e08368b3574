package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.EmojiLabel;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.stream.StreamCaption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.Font;

/**
 * The last two lines of what is being said, above the bar; one in a low window with large texts. It
 * takes no room before the first caption of a stream, and keeps its room from then on, so that the
 * stage does not move at each pause. Screen readers can read it, but are not interrupted: who uses
 * one hears the speakers.
 */
final class CaptionStrip extends VBox {
  private static final int LINES = 2;

  /** The height of the screen below which there is room for one line only, in heights of text. */
  private static final double LOW = 24;

  private static final double GAP = 8;

  /** The part of the width that a name takes at most. */
  private static final double OF_NAME = 0.3;

  private record Line(StreamCaption caption, boolean first, String text) {}

  /** The nodes of a line. */
  private static final class Row extends HBox {
    private final EmojiLabel name = new EmojiLabel();
    private final EmojiLabel words = new EmojiLabel();

    Row() {
      super(GAP);
      setAlignment(Pos.CENTER_LEFT);
      name.getStyleClass().addAll("caption-name", "person-name");
      name.setMinWidth(0);
      words.getStyleClass().add("caption-words");
      words.setMinWidth(USE_PREF_SIZE);
      getChildren().addAll(name, words);
    }
  }

  private final ObservableValue<List<StreamCaption>> captions;
  private final ObservableValue<Boolean> wanted;
  private final ObservableValue<Number> screen;
  private final Texts texts;
  private final List<Row> rows = List.of(new Row(), new Row());
  private boolean everSeen;

  /**
   * @param wanted whether this person wants captions
   * @param screen the height of the screen, in pixels
   * @param pins of the screen
   */
  CaptionStrip(
      LiveViewModel model,
      ObservableValue<Boolean> wanted,
      ObservableValue<Number> screen,
      Texts texts,
      Pins pins) {
    this.screen = screen;
    this.captions = model.captionsProperty();
    this.wanted = wanted;
    this.texts = texts;
    setId("captions");
    getStyleClass().add("caption-strip");
    setAccessibleRole(AccessibleRole.TEXT);
    getChildren().addAll(rows);
    pins.follow(
        this::show, captions, wanted, screen, widthProperty(), rows.getLast().words.fontProperty());
  }

  private void show() {
    List<StreamCaption> now = captions.getValue();
    everSeen |= !now.isEmpty();
    Visibility.show(this, everSeen && wanted.getValue());
    setAccessibleText(
        now.stream()
            .map(caption -> BidiText.plain(spoken(caption)))
            .collect(Collectors.joining(" ")));
    Visibility.show(rows.getFirst(), screen.getValue().doubleValue() >= LOW * font().getSize());
    List<Line> lines = lines(now);
    for (int i = 0; i < LINES; i++) {
      int at = lines.size() - LINES + i;
      fill(rows.get(i), at < 0 ? List.of() : lines.subList(at, at + 1));
    }
  }

  private String spoken(StreamCaption caption) {
    return caption.identity().isEmpty()
        ? caption.text()
        : texts.get("captions.speaker", caption.identity()) + " " + caption.text();
  }

  private Font font() {
    return rows.getLast().words.getFont();
  }

  private List<Line> lines(List<StreamCaption> now) {
    double room = getWidth() - snappedLeftInset() - snappedRightInset();
    var lines = new ArrayList<Line>();
    for (StreamCaption caption : room <= 0 ? List.<StreamCaption>of() : now) {
      String text = caption.provisional() ? caption.text() + "…" : caption.text();
      double width = room - GAP - (caption.identity().isEmpty() ? 0 : OF_NAME * room);
      for (String line : BidiText.lines(text, width, font())) {
        boolean first = lines.isEmpty() || lines.getLast().caption() != caption;
        lines.add(new Line(caption, first, line));
      }
    }
    return lines;
  }

  /**
   * @param line one line or none
   */
  private void fill(Row row, List<Line> line) {
    row.words.setText("");
    row.name.setText("");
    for (Line shown : line) {
      boolean known = !shown.caption().identity().isEmpty();
      row.name.setText(known ? texts.get("captions.speaker", shown.caption().identity()) : "");
      row.name.setMaxWidth(OF_NAME * getWidth());
      // The name of a line that goes on keeps its room, so that the words stand below each other.
      boolean above = row == rows.getFirst() || !rows.getFirst().isVisible();
      row.name.setVisible(shown.first() || above);
      row.words.setText(shown.text());
    }
    row.name.setManaged(!row.name.getText().isEmpty());
  }
}
