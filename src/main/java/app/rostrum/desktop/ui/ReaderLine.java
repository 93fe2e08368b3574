package app.rostrum.desktop.ui;

import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;

/** The place in the window from which screen readers read what is nowhere else. */
final class ReaderLine extends Region implements ScreenReader {
  ReaderLine() {
    setId("reader-line");
    setManaged(false);
    setMouseTransparent(true);
    setAccessibleRole(AccessibleRole.TEXT);
  }

  @Override
  public void say(String text) {
    setAccessibleText(BidiText.plain(text));
    notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
  }
}
