package app.rostrum.desktop.ui;

import app.rostrum.desktop.emoji.EmojiPicture;
import app.rostrum.desktop.emoji.EmojiSegment.Emoji;
import app.rostrum.desktop.emoji.EmojiSegment.Words;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.NodeOrientation;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;

/**
 * Lines of text whose emoji are pictures, and whose words keep their order and their weight in any
 * script. Each run of a direction and a font is a node of its own, placed by Unicode's rules:
 * JavaFX on Linux draws no emoji, takes the characters that Inter lacks from a font of regular
 * weight, and mixes up words where a right-to-left run needs two fonts. A line that is too long
 * ends with an ellipsis; it is never broken.
 */
final class DrawnText extends Region {
  private static final String ELLIPSIS = "…";
  private static final int MOST_LINES = 1_000;

  private final List<String> lines;
  private final boolean rightToLeft;
  private final Font font;
  private final Font foreign;
  private final Paint fill;
  private final double emojiSize;
  private final double lineHeight;
  private final double baseline;
  private final double width;
  private double drawnWidth = -1;

  /**
   * @param rightToLeft the direction of each line, at whose beginning it is aligned
   */
  DrawnText(String text, boolean rightToLeft, Font font, Paint fill) {
    this.lines = text.lines().limit(MOST_LINES).toList();
    this.rightToLeft = rightToLeft;
    this.font = font;
    this.foreign =
        Font.font("System", isBold(font) ? FontWeight.BOLD : FontWeight.NORMAL, font.getSize());
    this.fill = fill;
    emojiSize = EmojiPicture.sizeIn(font.getSize());
    var measure = new Text("Xg");
    measure.setFont(font);
    lineHeight = Math.ceil(measure.getLayoutBounds().getHeight());
    baseline = Math.round(measure.getBaselineOffset());
    width = lines.stream().mapToDouble(this::widthOf).max().orElse(0);
    setMouseTransparent(true);
    getStyleClass().add("drawn-text");
  }

  /** Returns whether a font is bold or nearly so. */
  private static boolean isBold(Font font) {
    return font.getName().toLowerCase(Locale.ROOT).contains("bold");
  }

  /** Returns the width that a line takes, in pixels. */
  static double width(String line, Font font) {
    return new DrawnText(line, false, font, Color.BLACK).width;
  }

  private double widthOf(String line) {
    return TextRun.of(line, rightToLeft).stream().mapToDouble(this::widthOf).sum();
  }

  private double widthOf(TextRun run) {
    return switch (run.content()) {
      case Emoji emoji -> emojiSize;
      case Words words -> text(words, run).getLayoutBounds().getWidth();
    };
  }

  private Text text(Words words, TextRun run) {
    var text = new Text(words.drawable());
    Font own = run.foreign() ? foreign : font;
    text.setFont(own);
    if (run.foreign()) {
      // Style sheets would give it the font of the label again.
      text.setStyle(
          "-fx-font-family: \"System\"; -fx-font-weight: %s; -fx-font-size: %spx;"
              .formatted(isBold(font) ? "bold" : "normal", own.getSize()));
    }
    text.setNodeOrientation(
        run.rightToLeft() ? NodeOrientation.RIGHT_TO_LEFT : NodeOrientation.LEFT_TO_RIGHT);
    text.setFill(fill);
    return text;
  }

  private Node node(TextRun run) {
    return switch (run.content()) {
      case Emoji emoji -> new EmojiPicture(emoji, emojiSize);
      case Words words -> text(words, run);
    };
  }

  @Override
  protected double computeMinWidth(double height) {
    return Math.min(width, Math.ceil(widthOf(ELLIPSIS)));
  }

  @Override
  protected double computePrefWidth(double height) {
    return Math.ceil(width);
  }

  @Override
  protected double computePrefHeight(double width) {
    return lineHeight * Math.max(1, lines.size());
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  public double getBaselineOffset() {
    return baseline;
  }

  @Override
  protected void layoutChildren() {
    if (getWidth() == drawnWidth) {
      return;
    }
    drawnWidth = getWidth();
    getChildren().clear();
    double top = 0;
    for (String line : lines) {
      draw(fitting(line, drawnWidth), top);
      top += lineHeight;
    }
    // These nodes have come after the style sheets' turn.
    applyCss();
  }

  private void draw(String line, double top) {
    List<TextRun> runs = TextRun.visual(TextRun.of(line, rightToLeft));
    var nodes = new ArrayList<Node>(runs.size());
    double x = rightToLeft ? getWidth() - widthOf(line) : 0;
    for (TextRun run : runs) {
      Node node = node(run);
      node.relocate(x, top + baseline - node.getBaselineOffset());
      x += widthOf(run);
      nodes.add(node);
    }
    getChildren().addAll(nodes);
  }

  /** Returns the line, or as much of its beginning as fits before an ellipsis. */
  private String fitting(String line, double room) {
    if (widthOf(line) <= room + 0.5) {
      return line;
    }
    int[] ends = clusterEnds(line);
    int fits = 0;
    int over = ends.length;
    while (over - fits > 1) {
      int middle = (fits + over) / 2;
      if (widthOf(cut(line, ends[middle])) <= room) {
        fits = middle;
      } else {
        over = middle;
      }
    }
    return cut(line, ends[fits]);
  }

  private static String cut(String line, int end) {
    return line.substring(0, end).stripTrailing() + ELLIPSIS;
  }

  /** Returns where clusters end, beginning with 0. */
  private static int[] clusterEnds(String line) {
    BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
    clusters.setText(line);
    var ends = new ArrayList<Integer>();
    for (int end = clusters.first(); end != BreakIterator.DONE; end = clusters.next()) {
      ends.add(end);
    }
    return ends.stream().mapToInt(Integer::intValue).toArray();
  }
}
