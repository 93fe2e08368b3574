package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pictures;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.UiThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.image.WritableImage;

/**
 * Takes a screen's pictures in both themes, large and small, into target/screens. A picture must
 * not be blank, must hold the expected nodes, must cut neither controls nor texts off, and the
 * screen must pass the {@link AccessibilityAudit}. A few are compared with {@link KnownPictures}.
 *
 * <p>With the system property {@code gallery}, a language, it fills target/gallery instead: in one
 * more size, and with what is wrong in a text file beside the picture.
 */
final class ScreenShots {
  private static final Optional<String> GALLERY =
      Optional.ofNullable(System.getProperty("gallery")).filter(language -> !language.isEmpty());
  static final Path FOLDER =
      GALLERY
          .map(language -> Path.of("target", "gallery", language))
          .orElse(Path.of("target", "screens"));

  /** Style classes of names, which people and devices bring along. A long one may end in dots. */
  private static final List<String> NAMES =
      List.of(
          "tile-name",
          "person-name",
          "person-says",
          "board-text",
          "stream-title",
          "bar-title",
          "message-author",
          "stream-host",
          "stream-topic",
          // Of devices, in the box that chooses among them.
          "list-cell");

  /** In square pixels. */
  private static final double LARGE = 300 * 200;

  private static final int FEWEST_COLOURS = 30;

  private ScreenShots() {}

  /** Returns the texts of the pictures that are not of one language: English but in the gallery. */
  static Texts texts() {
    return Texts.in(GALLERY.map(Locale::forLanguageTag).orElse(Locale.ENGLISH));
  }

  /**
   * Takes all four pictures.
   *
   * @param arrange shows the screen; called once for each picture
   * @param expected ids of nodes that must be seen
   */
  static void of(
      String name, UiThread ui, Texts texts, Consumer<Overlay> arrange, String... expected) {
    of(name, 100, ui, texts, arrange, expected);
  }

  /**
   * Takes all four pictures with texts of another size.
   *
   * @param textSize in percent
   */
  static void of(
      String name,
      int textSize,
      UiThread ui,
      Texts texts,
      Consumer<Overlay> arrange,
      String... expected) {
    for (boolean dark : new boolean[] {false, true}) {
      String theme = dark ? "-dark" : "";
      take(name + theme, ui, texts, arrange, 1280, 800, dark, textSize, expected);
      take(name + "-small" + theme, ui, texts, arrange, 760, 560, dark, textSize, expected);
      if (GALLERY.isPresent()) {
        take(name + "-wide" + theme, ui, texts, arrange, 1920, 1080, dark, textSize, expected);
      }
    }
  }

  /** Takes one picture of another size. */
  static void sized(
      String name,
      UiThread ui,
      Texts texts,
      Consumer<Overlay> arrange,
      int width,
      int height,
      boolean dark,
      String... expected) {
    take(name, ui, texts, arrange, width, height, dark, 100, expected);
  }

  private static void take(
      String name,
      UiThread ui,
      Texts texts,
      Consumer<Overlay> arrange,
      int width,
      int height,
      boolean dark,
      int textSize,
      String... expected) {
    var flaws = new ArrayList<String>();
    Fx.run(
        () -> {
          var overlay = new Overlay(ui, texts);
          var scene = new Scene(overlay, width, height);
          Appearance.dress(scene, dark, textSize);
          overlay.applyCss();
          arrange.accept(overlay);
          overlay.applyCss();
          overlay.layout();
          WritableImage picture = Pictures.draw(scene);
          Pictures.save(picture, FOLDER.resolve(name + ".png"));
          inspect(overlay, scene, false, flaws);
          uncovered(overlay, flaws);
          drawnDirectly(overlay, flaws);
          for (String id : expected) {
            if (NodeIds.find(overlay, id).stream().noneMatch(node -> seen(node, scene))) {
              flaws.add("#" + id + " is not to be seen");
            }
          }
          int[] pixels = Pictures.pixels(picture);
          if (Arrays.stream(pixels).distinct().limit(FEWEST_COLOURS).count() < FEWEST_COLOURS) {
            flaws.add("the picture is blank");
          }
          if (GALLERY.isEmpty()) {
            KnownPictures.difference(name, pixels, width, height).ifPresent(flaws::add);
          }
          flaws.addAll(AccessibilityAudit.of(scene, pixels));
        });
    if (GALLERY.isPresent()) {
      note(name, flaws);
      return;
    }
    assertThat(flaws).as(name).isEmpty();
  }

  private static void note(String name, List<String> flaws) {
    if (flaws.isEmpty()) {
      return;
    }
    try {
      Files.write(FOLDER.resolve(name + ".txt"), flaws);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks for controls outside the window and for texts that are cut off. */
  private static void inspect(Node node, Scene scene, boolean scrolled, List<String> flaws) {
    if (!node.isVisible() || node.getOpacity() == 0) {
      return;
    }
    if (node instanceof Control && !scrolled && !inside(node, scene)) {
      flaws.add(node + " leaves the window: " + node.localToScene(node.getBoundsInLocal()));
    }
    if (node instanceof Labeled label
        && label.isTextTruncated()
        && label.getStyleClass().stream().noneMatch(NAMES::contains)) {
      flaws.add("cut off: " + label);
    }
    if (node instanceof Parent parent) {
      boolean scrolls = scrolled || node instanceof ScrollPane || node instanceof ListView<?>;
      for (Node child : parent.getChildrenUnmodifiable()) {
        inspect(child, scene, scrolls, flaws);
      }
    }
  }

  /**
   * Looks for large nodes that are drawn into pictures of their own, which cost memory and time.
   */
  private static void drawnDirectly(Node node, List<String> flaws) {
    Bounds size = node.getLayoutBounds();
    if (node.isVisible()
        && (node.isCache() || node.getEffect() != null)
        && size.getWidth() * size.getHeight() > LARGE) {
      flaws.add(node + " is drawn into a picture of its own");
    }
    // The toolkit's text areas cannot be told otherwise.
    if (node instanceof Parent parent && !(node instanceof TextArea)) {
      parent.getChildrenUnmodifiable().forEach(child -> drawnDirectly(child, flaws));
    }
  }

  /** Looks for short messages that cover the queue or an invitation. */
  private static void uncovered(Overlay overlay, List<String> flaws) {
    for (Node toast : overlay.toasts().getChildren()) {
      Bounds covered = toast.localToScene(toast.getLayoutBounds());
      for (String id : List.of("queue-place", "invitation", "welcome", "reconnecting")) {
        for (Node node : NodeIds.find(overlay, id)) {
          if (node.isVisible() && node.localToScene(node.getLayoutBounds()).intersects(covered)) {
            flaws.add("a message covers #" + id);
          }
        }
      }
    }
  }

  private static boolean seen(Node node, Scene scene) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (!at.isVisible()) {
        return false;
      }
    }
    return inside(node, scene);
  }

  private static boolean inside(Node node, Scene scene) {
    Bounds bounds = node.localToScene(node.getLayoutBounds());
    return bounds.getMinX() > -1
        && bounds.getMinY() > -1
        && bounds.getMaxX() < scene.getWidth() + 1
        && bounds.getMaxY() < scene.getHeight() + 1;
  }
}
