package app.rostrum.desktop.ui;

/** Tells people who use a screen reader what others see without being told. UI thread only. */
@FunctionalInterface
public interface ScreenReader {
  /** Has a text read aloud, if there is a screen reader; it takes no room in the window. */
  void say(String text);
}
