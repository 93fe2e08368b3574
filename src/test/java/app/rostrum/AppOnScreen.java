package app.rostrum;

import app.rostrum.app.AppServices;
import app.rostrum.desktop.RostrumApp;
import app.rostrum.media.Processing;
import java.nio.file.Path;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** The app in a real window of this process. */
final class AppOnScreen implements AutoCloseable {
  private final Screen screen = new Screen();
  private final AppServices services;
  private final Stage window;

  /**
   * Opens the app.
   *
   * @param folder the app's data and preferences
   */
  AppOnScreen(Path folder) throws Exception {
    services = new AppServices(folder.resolve("app"), folder.resolve("config"), Processing.NONE);
    window = FxToolkit.registerPrimaryStage();
    FxToolkit.setupApplication(() -> new RostrumApp(services.forDesktop(() -> {})));
    FxToolkit.setupFixture(
        () -> {
          window.setX(0);
          window.setY(0);
        });
  }

  Screen screen() {
    return screen;
  }

  @Override
  public void close() {
    new FxRobot()
        .interact(
            () -> window.fireEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSE_REQUEST)));
    services.close();
  }
}
