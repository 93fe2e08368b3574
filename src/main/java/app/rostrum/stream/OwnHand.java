package app.rostrum.stream;

/**
 * This person's own hand: what the person wants, and what the raised hands map has. Differences are
 * carried to the backend one call at a time, so that clicking twice ends where the person ended.
 */
final class OwnHand {
  /** What is asked of the backend: raise or lower. */
  interface Caller {
    void raise(boolean raised);

    /** Calls {@link #due} in a while. */
    void raiseLater();
  }

  /** So often a hand that was lost in a drop is tried to be raised again. */
  private static final int RESTORING = 10;

  private final Caller caller;
  private boolean wanted;
  private boolean onServer;
  private boolean lastAsked;
  private boolean inFlight;
  private boolean everAsked;
  private int restoring;

  OwnHand(Caller caller) {
    this.caller = caller;
  }

  /** What to show: at once what the person wants. */
  boolean raised() {
    return wanted;
  }

  void want(boolean raised) {
    if (wanted != raised || (onServer != raised && !inFlight)) {
      wanted = raised;
      restoring = 0;
      carry();
    }
  }

  private void carry() {
    if (!inFlight && (lastAsked != wanted || onServer != wanted)) {
      ask(wanted);
    }
  }

  private void ask(boolean raised) {
    inFlight = true;
    everAsked = true;
    lastAsked = raised;
    caller.raise(raised);
  }

  /** The backend has answered; true if the person must be told that it failed. */
  boolean answered(boolean raised, boolean succeeded) {
    inFlight = false;
    if (succeeded) {
      restoring = 0;
    } else if (wanted && raised && restoring > 0) {
      // The person has not asked for anything now: the backend may not be quite back yet.
      restoring--;
      caller.raiseLater();
      return false;
    }
    if (!succeeded && wanted == raised) {
      wanted = onServer;
      lastAsked = onServer;
      return true;
    }
    if (wanted != raised) {
      ask(wanted);
    }
    return false;
  }

  /** The wait is over. */
  void due() {
    if (wanted && !onServer && !inFlight) {
      ask(true);
    }
  }

  /** The map shows the hand up. On stage nobody's hand is up: a late one is taken down. */
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
   * The map shows the hand gone.
   *
   * @param byDrop whether this end has just been away, so that nobody took it down on purpose
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
      // By the host; or by an earlier call of ours, and then the hand will be seen up again.
      wanted = false;
    }
  }

  /** The map has been opened, for the first time or again. */
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

  /** On stage a hand has no meaning; the backend takes it down when it hears of the arrival. */
  void arrivedOnStage() {
    wanted = false;
    lastAsked = false;
  }
}
