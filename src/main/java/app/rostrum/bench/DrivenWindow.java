package app.rostrum.bench;

import app.rostrum.demo.Showcase;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;

/**
 * A window of the app that is driven by events as a person's, and tells how long each took until it
 * was drawn. The methods wait, and are not called on the UI thread.
 */
final class DrivenWindow {
  private static final int PATIENCE_SECONDS = 30;

  private final Showcase.Window window;
  private final PulseClock pulses = onUi(PulseClock::new);
  private final long uiThread = onUi(() -> Thread.currentThread().threadId());
  private double computed;

  DrivenWindow(Showcase.Window window) {
    this.window = window;
  }

  /** Makes pulses come all the time, and counts them. */
  void startPulses() {
    onUi(
        () -> {
          pulses.start();
          return true;
        });
  }

  /** Lets pulses come only when there is something to draw. */
  void stopPulses() {
    onUi(
        () -> {
          pulses.stop();
          return true;
        });
  }

  /** Returns the times between pulses since the last call, in milliseconds. */
  List<Double> takeGaps() {
    return onUi(pulses::takeGaps);
  }

  /** Presses a button; returns the milliseconds until a node that this brings is drawn. */
  double press(String button, String brings) {
    return act(() -> button(button).fire(), () -> window.visible(brings) != null);
  }

  /** Presses a button; returns the milliseconds until a node that this removes is gone. */
  double pressAway(String button, String removes) {
    return act(() -> button(button).fire(), () -> window.visible(removes) == null);
  }

  /** Presses Control and a key; returns the milliseconds until a node that this brings is drawn. */
  double shortcut(KeyCode key, String brings) {
    return act(
        () ->
            Event.fireEvent(
                window.stage().getScene().getRoot(),
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, true, false, false)),
        () -> window.visible(brings) != null);
  }

  /**
   * Returns the milliseconds that the UI thread computed for the last event, which a busy machine
   * does not make longer.
   */
  double computed() {
    return computed;
  }

  /** Gives the keyboard to a node. */
  void focus(String id) {
    act(() -> node(id).requestFocus(), () -> true);
  }

  /** Types a character; returns the milliseconds until it is drawn. */
  double type(String field, String character) {
    return act(
        () ->
            Event.fireEvent(
                node(field),
                new KeyEvent(
                    KeyEvent.KEY_TYPED,
                    character,
                    "",
                    KeyCode.UNDEFINED,
                    false,
                    false,
                    false,
                    false)),
        () -> true);
  }

  /** Turns the wheel over a list; returns the milliseconds until the list has been drawn. */
  double scroll(String list, double pixels) {
    return act(
        () -> {
          Node inside = node(list).lookup(".virtual-flow");
          Bounds at = inside.localToScene(inside.getBoundsInLocal());
          Event.fireEvent(
              inside,
              new ScrollEvent(
                  ScrollEvent.SCROLL,
                  at.getCenterX(),
                  at.getCenterY(),
                  at.getCenterX(),
                  at.getCenterY(),
                  false,
                  false,
                  false,
                  false,
                  false,
                  false,
                  0,
                  pixels,
                  0,
                  pixels,
                  ScrollEvent.HorizontalTextScrollUnits.NONE,
                  0,
                  ScrollEvent.VerticalTextScrollUnits.NONE,
                  0,
                  0,
                  null));
        },
        () -> true);
  }

  /** Hides the window as a person does, in the bar of tasks, or shows it again. */
  void hide(boolean hidden) {
    onUi(
        () -> {
          window.stage().setIconified(hidden);
          return true;
        });
  }

  /** Counts from the moment at which the event would come from the system. */
  private double act(Runnable action, BooleanSupplier there) {
    var threads = ManagementFactory.getThreadMXBean();
    long cpuBefore = threads.getThreadCpuTime(uiThread);
    long begun = System.nanoTime();
    var drawn = new CompletableFuture<Long>();
    Platform.runLater(
        () -> {
          try {
            action.run();
            pulses.await(there, drawn::complete);
          } catch (RuntimeException e) {
            drawn.completeExceptionally(e);
          }
        });
    long end = drawn.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    computed = (threads.getThreadCpuTime(uiThread) - cpuBefore) / 1e6;
    return (end - begun) / 1e6;
  }

  private Node node(String id) {
    Node node = window.visible(id);
    if (node == null) {
      throw new IllegalStateException("the window does not show #" + id);
    }
    return node;
  }

  private ButtonBase button(String id) {
    return (ButtonBase) node(id);
  }

  private static <T> T onUi(Supplier<T> action) {
    return CompletableFuture.supplyAsync(action, Platform::runLater)
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
