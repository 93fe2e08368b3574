package app.rostrum.rtc.sctp;

import app.rostrum.wire.sctp.Chunk;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The transmission sequence numbers received, unwrapped (RFC 9260, section 6.2). */
final class ReceivedNumbers {
  /** The largest distance from the cumulative number: a gap block's fields have 16 bits. */
  static final int REACH = 65_535;

  private static final int MASK = 0xFFFF;

  private long cumulative;
  private long highest;
  private @Nullable BitSet beyond;

  ReceivedNumbers(long cumulative) {
    this.cumulative = cumulative;
    this.highest = cumulative;
  }

  long cumulative() {
    return cumulative;
  }

  boolean hasGaps() {
    return highest > cumulative;
  }

  boolean isFarAway(long number) {
    return number > cumulative + REACH;
  }

  boolean contains(long number) {
    return number <= cumulative
        || number <= highest && beyond != null && beyond.get((int) number & MASK);
  }

  /** Adds a number that is new and within reach. */
  void add(long number) {
    if (number == cumulative + 1 && !hasGaps()) {
      cumulative = number;
      highest = number;
      return;
    }
    if (beyond == null) {
      beyond = new BitSet(MASK + 1);
    }
    beyond.set((int) number & MASK);
    highest = Math.max(highest, number);
    advance();
  }

  /** Treats everything up to a number as received. */
  void forward(long number) {
    if (number >= highest) {
      if (beyond != null) {
        beyond.clear();
      }
      cumulative = number;
      highest = number;
      return;
    }
    while (cumulative < number) {
      cumulative++;
      if (beyond != null) {
        beyond.clear((int) cumulative & MASK);
      }
    }
    advance();
  }

  private void advance() {
    while (beyond != null && cumulative < highest && beyond.get((int) (cumulative + 1) & MASK)) {
      cumulative++;
      beyond.clear((int) cumulative & MASK);
    }
  }

  /** Returns the blocks received beyond the cumulative number, lowest first. */
  List<Chunk.Sack.Gap> gaps(int limit) {
    List<Chunk.Sack.Gap> gaps = new ArrayList<>();
    long number = cumulative + 1;
    while (number <= highest && gaps.size() < limit) {
      if (!contains(number)) {
        number++;
        continue;
      }
      long start = number;
      while (number < highest && contains(number + 1)) {
        number++;
      }
      gaps.add(new Chunk.Sack.Gap((int) (start - cumulative), (int) (number - cumulative)));
      number++;
    }
    return gaps;
  }
}
