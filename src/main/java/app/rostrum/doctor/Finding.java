package app.rostrum.doctor;

import java.util.Locale;

/**
 * The outcome of one step of an examination.
 *
 * @param text what was found, for a person; may have words of the server's in it
 * @param advice what to do about it; empty if there is nothing to do
 */
record Finding(Step step, Verdict verdict, String text, String advice) {
  /** The steps of an examination, in their order. */
  enum Step {
    NAME,
    TCP,
    TLS,
    WEB,
    CLOCK,
    READY,
    WEBSOCKET,
    PASSCODE,
    EVENTS,
    SOUND_UDP,
    SOUND_TCP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** The verdicts, from good to bad. */
  enum Verdict {
    GOOD("ok"),
    /** Could not be tried, which says nothing about the server. */
    UNTRIED("--"),
    /** People can use the server, some of them less well or less safely. */
    POOR("!"),
    /** People cannot use the server. */
    BAD("XX");

    private final String mark;

    Verdict(String mark) {
      this.mark = mark;
    }

    /** Returns the mark of a line on a terminal. */
    String mark() {
      return mark;
    }

    Verdict worse(Verdict other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  static Finding good(Step step, String text) {
    return new Finding(step, Verdict.GOOD, text, "");
  }

  static Finding untried(Step step, String text) {
    return new Finding(step, Verdict.UNTRIED, text, "");
  }

  static Finding poor(Step step, String text, String advice) {
    return new Finding(step, Verdict.POOR, text, advice);
  }

  static Finding bad(Step step, String text, String advice) {
    return new Finding(step, Verdict.BAD, text, advice);
  }
}
