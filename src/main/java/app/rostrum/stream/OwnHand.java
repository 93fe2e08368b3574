package app.rostrum.stream;

/**
 * This person's own hand: raised or not as the person wants it, and as the raised hands map has it.
 * A difference is carried to the backend one call at a time, so the last click decides.
 */
final class OwnHand {
  /** Calls the backend to raise or lower the hand. */
  interface Caller {
    /**
     * @param text what the person wants to say; may be empty
     */
    void raise(boolean raised, String text);

    /** Calls {@link #due} a little later. */
    void raiseLater();
  }

  /** The number of attempts to raise a hand again that was lost with the connection. */
  private static final int RESTORING = 10;

  private final Caller caller;
  private boolean wanted;
  private boolean onServer;
  private boolean lastAsked;
  private String text = "";
  private String textAsked = "";

  /** The text that the backend has accepted. */
  private String textSaid = "";

  private boolean inFlight;
  private boolean everAsked;
  private int restoring;

  OwnHand(Caller caller) {
    this.caller = caller;
  }

  /** Returns whether the hand is shown as raised: as the person wants it, at once. */
  boolean raised() {
    return wanted;
  }

  /**
   * Raises or lowers the hand, or changes its text.
   *
   * @param words what the person wants to say; a hand that is up keeps its text if it is empty
   */
  void want(boolean raised, String words) {
    boolean says = raised && !words.isEmpty() && !words.equals(text);
    if (says || wanted != raised || (onServer != raised && !inFlight)) {
      wanted = raised;
      text = raised ? (words.isEmpty() ? text : words) : "";
      restoring = 0;
      carry();
    }
  }

  private void carry() {
    if (!inFlight && (lastAsked != wanted || onServer != wanted || !saidAll())) {
      ask(wanted);
    }
  }

  /** Returns whether the backend has been told the text of a raised hand. */
  private boolean saidAll() {
    return !wanted || text.equals(textAsked);
  }

  private void ask(boolean raised) {
    inFlight = true;
    everAsked = true;
    lastAsked = raised;
    textAsked = raised ? text : "";
    caller.raise(raised, textAsked);
  }

  /** Takes the backend's answer; returns true if the person must be told that it failed. */
  boolean answered(boolean raised, boolean succeeded) {
    inFlight = false;
    if (succeeded) {
      restoring = 0;
      textSaid = textAsked;
    } else if (wanted && raised && restoring > 0) {
      // The person asked for nothing just now: the backend may not be quite back yet.
      restoring--;
      caller.raiseLater();
      return false;
    }
    if (!succeeded && wanted == raised) {
      wanted = onServer;
      lastAsked = onServer;
      text = onServer ? textSaid : "";
      textAsked = text;
      return true;
    }
    if (wanted != raised || (succeeded && !saidAll())) {
      ask(wanted);
    }
    return false;
  }

  /** Tries again to raise the hand. */
  void due() {
    if (wanted && !onServer && !inFlight) {
      ask(true);
    }
  }

  /** Takes from the map that the hand is up. On stage a hand that arrives late is lowered. */
  void seenUp(boolean onStage) {
    onServer = true;
    if (onStage) {
      wanted = false;
      if (!inFlight) {
        ask(false);
      }
    } else if (lastAsked && !inFlight) {
      wanted = true;
    }
  }

  /**
   * Takes from the map that the hand is down.
   *
   * @param byDrop whether the connection has just been lost, so that nobody lowered it on purpose
   */
  void seenDown(boolean byDrop) {
    onServer = false;
    if (!wanted || inFlight) {
      return;
    }
    if (byDrop) {
      restoring = RESTORING;
      ask(true);
    } else {
      // The host lowered it; or an earlier call of ours did, and then it will be up again.
      wanted = false;
      text = "";
    }
  }

  /** Takes the whole map when it has been opened, for the first time or again. */
  void seenAll(boolean up, boolean onStage) {
    if (up && !everAsked && !onStage) {
      // Left up by an earlier visit under this name.
      onServer = true;
      wanted = true;
      lastAsked = true;
    } else if (up) {
      seenUp(onStage);
    } else {
      seenDown(true);
    }
  }

  /** Forgets the hand on stage; the backend lowers it when it hears of the arrival. */
  void arrivedOnStage() {
    wanted = false;
    text = "";
    lastAsked = false;
  }
}
