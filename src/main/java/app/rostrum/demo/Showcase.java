package app.rostrum.demo;

import app.rostrum.cli.Pause;
import app.rostrum.desktop.Navigation;
import app.rostrum.desktop.RostrumApp;
import app.rostrum.desktop.services.DesktopServices;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Browser;
import app.rostrum.desktop.ui.FxThread;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Pictures;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Windows of the real app that a program drives by the ids of their controls, for demonstrations
 * with or without a display. The methods wait, and are not called on the UI thread.
 */
public final class Showcase implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private Showcase() {}

  /** Starts the toolkit. Can be called once in a process. */
  public static Showcase begin() {
    var started = new CompletableFuture<Void>();
    Platform.startup(
        () -> {
          Appearance.replaceToolkitStyle();
          started.complete(null);
        });
    get(started);
    Platform.setImplicitExit(false);
    return new Showcase();
  }

  /** Opens a window at its first screen. */
  public Window open(String title, DesktopServices services, double x, double y) {
    return onUi(
        () -> {
          var appearance = new Appearance(services.preferences());
          var navigation =
              new Navigation(
                  services,
                  new FxThread(),
                  Texts.in(Locale.ENGLISH),
                  appearance,
                  new Browser(new RostrumApp(services), services.background()));
          var scene = new Scene(navigation.root(), 1280, 800);
          Pin theme = appearance.follow(scene);
          var stage = new Stage();
          stage.setTitle(title);
          stage.setX(x);
          stage.setY(y);
          stage.setScene(scene);
          stage.show();
          navigation.begin();
          return new Window(title, stage, scene, navigation, theme);
        });
  }

  @Override
  public void close() {
    Platform.exit();
  }

  /** A window of the app. */
  public static final class Window implements AutoCloseable {
    private final String title;
    private final Stage stage;
    private final Scene scene;
    private final Navigation navigation;
    private final Pin theme;

    private Window(String title, Stage stage, Scene scene, Navigation navigation, Pin theme) {
      this.title = title;
      this.stage = stage;
      this.scene = scene;
      this.navigation = navigation;
      this.theme = theme;
    }

    /** Returns whether a node with this id is visible now. */
    public boolean shows(String id) {
      return onUi(() -> visible(id) != null);
    }

    /** Waits until a node with this id is visible. */
    public void await(String id) {
      until(id, () -> visible(id) != null);
    }

    /** Waits until a text is visible somewhere. */
    public void awaitText(String words) {
      until("“" + words + "”", () -> reads(scene.getRoot(), words));
    }

    private static boolean reads(Node node, String words) {
      return node.isVisible()
          && ((node instanceof Labeled label && String.valueOf(label.getText()).contains(words))
              || (node instanceof TextFlow flow
                  && flow.getChildren().stream()
                      .map(part -> part instanceof Text text ? text.getText() : "")
                      .collect(Collectors.joining())
                      .contains(words))
              || (node instanceof Text text && text.getText().contains(words))
              || (node instanceof Parent parent
                  && parent.getChildrenUnmodifiable().stream()
                      .anyMatch(child -> reads(child, words))));
    }

    /** Waits for a text field and replaces its text. */
    public void type(String id, String text) {
      await(id);
      onUi(
          () -> {
            if (visible(id) instanceof TextInputControl field) {
              field.setText(text);
            }
            return true;
          });
    }

    /** Waits until a button can be pressed, and presses it. */
    public void press(String id) {
      until(id, () -> visible(id) instanceof ButtonBase button && !button.isDisabled());
      onUi(
          () -> {
            if (visible(id) instanceof ButtonBase button) {
              button.fire();
            }
            return true;
          });
    }

    /** Returns the window itself, to be used on the UI thread only. */
    public Stage stage() {
      return stage;
    }

    /** Saves a picture of the window. */
    public void picture(Path file) {
      onUi(
          () -> {
            Pictures.save(scene, file);
            return true;
          });
    }

    @Override
    public void close() {
      onUi(
          () -> {
            theme.close();
            navigation.close(stage::hide);
            return true;
          });
    }

    private void until(String id, Supplier<Boolean> condition) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!onUi(condition)) {
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException("#" + id + " did not appear in the window of " + title);
        }
        Pause.of(Duration.ofMillis(30));
      }
    }

    /** Returns the node with this id, if it is visible. UI thread only. */
    public @Nullable Node visible(String id) {
      for (Node node : NodeIds.find(scene.getRoot(), id)) {
        if (shown(node)) {
          return node;
        }
      }
      return null;
    }

    private static boolean shown(Node node) {
      for (Node at = node; at != null; at = at.getParent()) {
        if (!at.isVisible()) {
          return false;
        }
      }
      return true;
    }
  }

  private static <T> T onUi(Supplier<T> action) {
    var result = new CompletableFuture<T>();
    Platform.runLater(
        () -> {
          try {
            result.complete(action.get());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    return get(result);
  }

  private static <T> T get(CompletableFuture<T> result) {
    try {
      return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the window does not answer", e);
    }
  }
}
