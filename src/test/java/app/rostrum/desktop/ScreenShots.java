package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pictures;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.UiThread;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.scene.Scene;

/** Takes a screen's picture large and light, and small and dark, into target/screens. */
final class ScreenShots {
  static final Path FOLDER = Path.of("target", "screens");

  private ScreenShots() {}

  static void of(String name, UiThread ui, Texts texts, Consumer<Overlay> arrange) {
    take(name, ui, texts, arrange, 1280, 800, false);
    take(name + "-small-dark", ui, texts, arrange, 760, 560, true);
  }

  static void take(
      String name,
      UiThread ui,
      Texts texts,
      Consumer<Overlay> arrange,
      int width,
      int height,
      boolean dark) {
    Path file = FOLDER.resolve(name + ".png");
    Fx.run(
        () -> {
          var overlay = new Overlay(ui, texts);
          var scene = new Scene(overlay, width, height);
          Appearance.dress(scene, dark);
          overlay.applyCss();
          arrange.accept(overlay);
          overlay.applyCss();
          overlay.layout();
          Pictures.save(scene, file);
        });
    assertThat(file).isNotEmptyFile();
  }
}
