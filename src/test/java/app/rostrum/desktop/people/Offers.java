package app.rostrum.desktop.people;

import app.rostrum.desktop.ui.Pin;
import java.util.ArrayList;
import java.util.List;

/** Offers to undo that a test can take up. */
final class Offers {
  private final List<String> messages = new ArrayList<>();
  private Runnable undo = () -> {};

  Pin show(String message, Runnable undoing) {
    messages.add(message);
    undo = undoing;
    return Pin.NONE;
  }

  List<String> messages() {
    return messages;
  }

  void undoLast() {
    undo.run();
  }
}
