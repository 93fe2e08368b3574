package app.rostrum.rtc.stats;

import app.rostrum.wire.rtcp.ReportBlock;

/**
 * The loss of packets between this end and the next. The next end's reports alone do not tell it:
 * forwarded packets keep their numbers, so packets lost before this end are missing there too. Not
 * thread-safe.
 */
public final class ConnectionLoss {
  /** More packets than are usually sent between two reports; a power of two. */
  private static final int WINDOW = 4096;

  // The numbers of the window that were not sent.
  private final long[] missing = new long[WINDOW / Long.SIZE];
  private int toClean; // After so many more packets nothing is missing in the window.
  private int first = -1;
  private int newest;
  private boolean reported;
  private long reportedHighest;
  private int reportedLost;
  private double ratio;

  /** Notes a packet that was sent. */
  public void onSent(int number) {
    if (first < 0) {
      first = number;
      newest = number;
    }
    int ahead = (short) (number - newest);
    if (ahead == 1 && toClean == 0) {
      // As nearly always, and without a look at the window, which is seldom near the processor.
      newest = number;
      return;
    }
    if (ahead <= -WINDOW) {
      return;
    }
    for (int i = Math.max(1, ahead - WINDOW + 1); i < ahead; i++) {
      missing[word(newest + i)] |= bit(newest + i);
      toClean = WINDOW;
    }
    missing[word(number)] &= ~bit(number);
    if (ahead > 0) {
      newest = number;
      toClean = Math.max(0, toClean - 1);
    }
  }

  /** Reads a report about the stream. */
  public void onReport(ReportBlock block) {
    // The number that the other end counts from is known in its lower 16 bits only.
    long expected =
        reported
            ? block.highestSequence() - reportedHighest
            : (block.highestSequence() + 1 - first) & 0xFFFF;
    int lost = block.cumulativeLost() - reportedLost;
    ratio =
        expected >= 0 && expected < WINDOW
            ? ratio((int) block.highestSequence(), (int) expected, lost)
            : block.fractionLost() / 256.0;
    reported = true;
    reportedHighest = block.highestSequence();
    reportedLost = block.cumulativeLost();
  }

  private double ratio(int highest, int expected, int lost) {
    int sentOfThem = 0;
    for (int i = 0; i < expected; i++) {
      if ((missing[word(highest - i)] & bit(highest - i)) == 0) {
        sentOfThem++;
      }
    }
    int arrived = expected - lost;
    return sentOfThem == 0 ? 0 : Math.clamp((double) (sentOfThem - arrived) / sentOfThem, 0, 1);
  }

  /** Returns the share lost between the last two reports, 0 to 1. */
  public double ratio() {
    return ratio;
  }

  private static int word(int number) {
    return (number & (WINDOW - 1)) / Long.SIZE;
  }

  private static long bit(int number) {
    return 1L << (number % Long.SIZE);
  }
}
