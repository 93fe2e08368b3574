package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.ui.CompactMode;
import java.time.Duration;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AppWindowTest {
  private final PreferenceStore preferences = PreferenceStore.inMemory();
  private final FakeUiThread ui = new FakeUiThread();

  @SuppressWarnings("NullAway.Init") // Set by each test.
  private Stage stage;

  @SuppressWarnings("NullAway.Init") // Set by each test.
  private CompactMode mode;

  @SuppressWarnings("NullAway.Init") // Set by each test.
  private AppWindow window;

  private void open() {
    Fx.run(
        () -> {
          stage = new Stage();
          stage.setScene(new Scene(new StackPane(), 900, 600));
          mode = new CompactMode(preferences);
          window = new AppWindow(stage, mode, preferences, ui, 900, 600);
          window.show();
        });
  }

  private void close() {
    Fx.run(
        () -> {
          window.remember();
          stage.close();
        });
  }

  @AfterEach
  void closeTheWindow() {
    Fx.run(() -> stage.close());
  }

  private void awaitSize(double width, double height) {
    await()
        .untilAsserted(
            () ->
                Fx.run(
                    () -> {
                      assertThat(stage.getWidth()).isEqualTo(width);
                      assertThat(stage.getHeight()).isEqualTo(height);
                    }));
  }

  @Test
  void sizeAndPlaceAreThereAgainInTheNextWindow() {
    open();
    awaitSize(900, 600);
    Fx.run(
        () -> {
          stage.setX(70);
          stage.setY(40);
          stage.setWidth(800);
          stage.setHeight(640);
        });
    awaitSize(800, 640);
    Fx.run(() -> ui.pass(Duration.ofSeconds(2)));
    assertThat(preferences.get("window-place")).contains("70 40 800 640");
    close();
    open();
    awaitSize(800, 640);
    assertThat(Fx.call(() -> stage.getX())).isEqualTo(70);
  }

  @Test
  void theCompactFormHasASizeOfItsOwnAndStaysOnTopIfWanted() {
    open();
    Fx.run(() -> mode.chosenProperty().set(true));
    awaitSize(340, 220);
    assertThat(Fx.call(() -> stage.isAlwaysOnTop())).isTrue();
    Fx.run(() -> mode.onTopProperty().set(false));
    assertThat(Fx.call(() -> stage.isAlwaysOnTop())).isFalse();
    Fx.run(
        () -> {
          stage.setX(100); // The headless screen cannot draw beyond its edge.
          stage.setY(100);
          stage.setWidth(400);
          stage.setHeight(260);
        });
    awaitSize(400, 260);
    Fx.run(
        () -> {
          ui.pass(Duration.ofSeconds(2));
          mode.chosenProperty().set(false);
        });
    awaitSize(900, 600);
    Fx.run(() -> mode.chosenProperty().set(true));
    awaitSize(400, 260);
    close();
    assertThat(preferences.get("window-place").orElseThrow()).endsWith(" 900 600");
    assertThat(new CompactMode(preferences).onTopProperty().get()).isFalse();
  }

  @Test
  void aWindowThatWasDraggedSmallBecomesLargeEnoughForTheWholeScreen() {
    open();
    Fx.run(
        () -> {
          stage.setWidth(330);
          stage.setHeight(230);
        });
    awaitSize(330, 230);
    Fx.run(
        () -> {
          mode.chosenProperty().set(true);
          mode.chosenProperty().set(false);
        });
    awaitSize(760, 560);
  }
}
