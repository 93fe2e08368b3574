package app.rostrum.desktop.people;

import java.util.Optional;

/**
 * A text of the desk: what everybody is shown, and what was asked for and is not shown yet. One
 * whose call has failed is kept until it is asked for again or shown, so that nobody has to type it
 * twice. UI thread only.
 */
final class AskedText {
  private String shown = "";
  private Optional<String> asked = Optional.empty();
  private boolean failed;

  /** Notes a text that is being sent. */
  void ask(String text) {
    asked = Optional.of(text).filter(now -> !now.equals(shown));
    failed = false;
  }

  /** Notes that a call of the desk has failed; it may have been this text's. */
  void fail() {
    failed = asked.isPresent();
  }

  /** Notes the text that everybody is shown. */
  void show(String now) {
    boolean arrived = failed ? asked.equals(Optional.of(now)) : !now.equals(shown);
    shown = now;
    if (arrived) {
      asked = Optional.empty();
      failed = false;
    }
  }

  /** Returns the text to begin with when it is to be changed. */
  String draft() {
    return asked.orElse(shown);
  }

  /** Returns whether the draft could not be sent. */
  boolean hasFailed() {
    return failed;
  }
}
