package app.rostrum.rtc.sctp;

import app.rostrum.wire.sctp.Chunk;
import app.rostrum.wire.sctp.SerialNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The receiving half of an association: received chunks and their acknowledgement. */
final class Inbound {
  static final long NEVER = Long.MAX_VALUE;

  private static final long SACK_DELAY = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int MAX_GAPS = 200;
  private static final int MAX_DUPLICATES = 20;

  private final SctpSettings settings;
  private final int streams;
  private final ReceivedNumbers numbers;
  private final Reassembly reassembly;
  private final int[] duplicates = new int[MAX_DUPLICATES];
  private int duplicateCount;
  private long undelivered;
  private long advertised;
  private int packetsUnacknowledged;
  private boolean sackNow;
  private boolean newData;
  private long sackAt = NEVER;

  /**
   * @param firstTsn the other end's first number
   * @param streams the number of streams that the other end may send on
   */
  Inbound(SctpSettings settings, int firstTsn, int streams, Consumer<SctpMessage> output) {
    this.settings = settings;
    this.streams = streams;
    this.advertised = settings.window();
    this.numbers = new ReceivedNumbers(Integer.toUnsignedLong(firstTsn) - 1);
    this.reassembly =
        new Reassembly(
            settings.maxMessage(),
            message -> {
              undelivered += message.charge();
              output.accept(message);
            });
  }

  long cumulative() {
    return numbers.cumulative();
  }

  /** Takes a DATA chunk; returns false if its stream does not exist. */
  boolean onData(Chunk.Data data) throws ViolationException {
    newData = true;
    sackNow |= data.immediate();
    if (data.payload().length == 0) {
      throw new ViolationException(Chunk.ErrorCause.NO_USER_DATA, "a chunk without data");
    }
    long tsn = SerialNumbers.unwrap(data.tsn(), numbers.cumulative());
    if (numbers.isFarAway(tsn)) {
      return true;
    }
    if (numbers.contains(tsn)) {
      sackNow = true;
      if (duplicateCount < MAX_DUPLICATES) {
        duplicates[duplicateCount++] = data.tsn();
      }
      return true;
    }
    boolean next = tsn == numbers.cumulative() + 1;
    long room = (next ? 2L : 1L) * settings.window() - used();
    if (data.payload().length + SctpMessage.OVERHEAD > room) {
      // Refused, so it will come again. The next chunk in line may exceed the window, because the
      // rest
      // waits for it.
      sackNow = true;
      return true;
    }
    numbers.add(tsn);
    if (data.stream() >= streams) {
      return false;
    }
    reassembly.add(tsn, data);
    return true;
  }

  void onForward(Chunk.ForwardTsn forward) {
    newData = true;
    sackNow = true;
    long cumulative = SerialNumbers.unwrap(forward.cumulativeTsn(), numbers.cumulative());
    if (cumulative > numbers.cumulative()) {
      numbers.forward(cumulative);
      reassembly.forward(
          cumulative, forward.streams().stream().filter(s -> s.stream() < streams).toList());
    }
  }

  /** Decides after all chunks of a packet whether to acknowledge at once, later or not at all. */
  void packetEnds(long now) {
    if (!newData) {
      return;
    }
    newData = false;
    packetsUnacknowledged++;
    if (numbers.hasGaps() || packetsUnacknowledged >= 2) {
      sackNow = true;
    } else if (sackAt == NEVER) {
      sackAt = now + SACK_DELAY;
    }
  }

  /** Takes back the charge of messages that the application has handled. */
  void consumed(long charge) {
    undelivered -= charge;
    // Tells the other end of the larger window if it knows one that is nearly closed.
    if (advertised < settings.window() / 4 && window() > settings.window() / 2) {
      sackNow = true;
    }
  }

  private long used() {
    return undelivered + reassembly.held();
  }

  private long window() {
    return Math.max(0, settings.window() - used());
  }

  boolean sackDue(long now) {
    return sackNow || now >= sackAt;
  }

  boolean sackPending() {
    return sackNow || sackAt != NEVER;
  }

  long sackAt() {
    return sackNow ? 0 : sackAt;
  }

  Chunk.Sack sack() {
    List<Chunk.Sack.Gap> gaps = numbers.hasGaps() ? numbers.gaps(MAX_GAPS) : List.of();
    int[] repeated = Arrays.copyOf(duplicates, duplicateCount);
    duplicateCount = 0;
    packetsUnacknowledged = 0;
    sackNow = false;
    sackAt = NEVER;
    advertised = window();
    return new Chunk.Sack((int) numbers.cumulative(), (int) advertised, gaps, repeated);
  }

  void reset(List<Integer> resetStreams) {
    if (resetStreams.isEmpty()) {
      reassembly.resetAll();
    }
    resetStreams.forEach(reassembly::reset);
  }
}
