package app.rostrum.desktop;

import app.rostrum.desktop.services.DesktopServices;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Browser;
import app.rostrum.desktop.ui.FxThread;
import app.rostrum.desktop.ui.Texts;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The desktop app with its window. Start it with {@link #launch}, or construct it in a test. */
public final class RostrumApp extends Application {
  private static final double WIDTH = 1120;
  private static final double HEIGHT = 740;
  private static @Nullable RostrumApp launchedWith;

  private final DesktopServices services;
  private final Opening opening;

  /** Constructed by the toolkit, after {@link #launch}. */
  public RostrumApp() {
    this(Objects.requireNonNull(launchedWith, "begin with RostrumApp.launch"));
  }

  private RostrumApp(RostrumApp other) {
    this(other.services, other.opening);
  }

  public RostrumApp(DesktopServices services) {
    this(services, Opening.plain());
  }

  public RostrumApp(DesktopServices services, Opening opening) {
    this.services = services;
    this.opening = opening;
  }

  /**
   * Starts the toolkit and shows the window; returns when the toolkit has ended. Can be called once
   * in a process.
   */
  public static synchronized void launch(DesktopServices services, Opening opening) {
    launchedWith = new RostrumApp(services, opening);
    Application.launch(RostrumApp.class);
  }

  /** Ends the toolkit, so that {@link #launch} returns. */
  public static void exit() {
    Platform.exit();
  }

  @Override
  public void start(Stage stage) {
    Appearance.replaceToolkitStyle();
    Texts texts = Texts.in(Locale.getDefault());
    var appearance = new Appearance(services.preferences());
    var navigation =
        new Navigation(
            services, new FxThread(), texts, appearance, new Browser(this, services.background()));
    var scene = new Scene(navigation.root(), WIDTH, HEIGHT);
    appearance.follow(scene);
    String app = texts.get("app.name");
    String name = opening.profile().map(profile -> app + " · " + profile).orElse(app);
    navigation.followWaiting(
        waiting ->
            stage.setTitle(
                waiting.intValue() == 0 ? name : "(" + waiting.intValue() + ") " + name));
    for (int size : new int[] {32, 64, 256}) {
      var icon = RostrumApp.class.getResourceAsStream("icons/rostrum-" + size + ".png");
      if (icon != null) {
        stage.getIcons().add(new Image(icon));
      }
    }
    var window =
        new AppWindow(
            stage, navigation.compactMode(), services.preferences(), new FxThread(), WIDTH, HEIGHT);
    stage.setOnCloseRequest(
        e -> {
          e.consume();
          navigation.close(
              () -> {
                window.remember();
                stage.hide();
                services.exit().run();
              });
        });
    stage.setScene(scene);
    window.show();
    navigation.begin(opening.invitation());
    opening.arrivals().takeTo(link -> arrive(navigation, link));
  }

  private static CompletableFuture<Boolean> arrive(Navigation window, Optional<String> link) {
    var taken = new CompletableFuture<Boolean>();
    Platform.runLater(
        () -> {
          try {
            taken.complete(window.arrive(link));
          } finally {
            taken.complete(false);
          }
        });
    return taken;
  }
}
