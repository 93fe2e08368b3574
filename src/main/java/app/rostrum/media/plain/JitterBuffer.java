package app.rostrum.media.plain;

import app.rostrum.wire.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts packets back in order and evens out when they came: the one who plays asks every 20 ms and
 * is given a packet, a loss or silence. Waits as little as the line allows: one packet more after
 * each time that it ran dry, one less after a long good time. Time is an argument; not safe for
 * concurrent use.
 */
final class JitterBuffer {
  static final int LEAST_WAIT = 2;
  static final int MOST_WAIT = 12;

  private static final int MOST_PACKETS = 100;
  private static final int FRAME = PcmSource.FRAME;
  private static final int MOST_CONCEALED = 5;
  private static final int CALM_ASKS = 1_500;
  private static final int WATCHED_ASKS = 100;
  private static final long JUMP = 96_000;

  /** What to play for the next 20 ms or more. */
  sealed interface Next {
    /** A packet that is due. */
    record Play(RtpPacket packet) implements Next {}

    /**
     * A packet that did not come in time.
     *
     * @param following the one after it, whose redundancy may help
     */
    record Conceal(@Nullable RtpPacket following) implements Next {}

    /** Nothing was sent, or nothing has come yet. */
    record Silence() implements Next {}
  }

  private static final Next SILENCE = new Next.Silence();

  private record Entry(long sequence, RtpPacket packet, long arrived) {}

  private final List<Entry> entries = new ArrayList<>();
  private long highest = -1;
  private long lastPlayed = -1;
  private long expected;
  private boolean playing;
  private int wanted = LEAST_WAIT;
  private int dry;
  private int calm;
  private int watched;
  private int fewest = Integer.MAX_VALUE;
  private double waitNanos;

  void put(RtpPacket packet, long now) {
    long sequence = unwrap(packet.sequenceNumber());
    if (highest >= 0 && Math.abs(sequence - highest) > 3_000) {
      reset();
      sequence = unwrap(packet.sequenceNumber());
    }
    highest = Math.max(highest, sequence);
    if (lastPlayed >= 0 && sequence <= lastPlayed) {
      // Too late, unless it is a copy; either way there is nothing to be gained from it.
      return;
    }
    int at = entries.size();
    while (at > 0 && entries.get(at - 1).sequence > sequence) {
      at--;
    }
    if (at > 0 && entries.get(at - 1).sequence == sequence) {
      return;
    }
    entries.add(at, new Entry(sequence, packet, now));
    if (entries.size() > MOST_PACKETS) {
      Entry dropped = entries.removeFirst();
      lastPlayed = dropped.sequence;
    }
  }

  /** What comes next, for a player that needs another 20 ms. */
  Next next(long now) {
    if (!playing) {
      if (entries.size() < wanted) {
        return SILENCE;
      }
      while (entries.size() > MOST_WAIT) {
        // A burst after a stall: what is old is not worth waiting for.
        lastPlayed = entries.removeFirst().sequence;
      }
      playing = true;
      dry = 0;
      expected = entries.getFirst().packet.timestamp();
    }
    if (entries.isEmpty()) {
      return ranDry();
    }
    shorten();
    Entry head = entries.getFirst();
    if (lastPlayed >= 0
        && head.sequence > lastPlayed + 1
        && ahead(head) > 0
        && ahead(head) < JUMP) {
      boolean adjacent = head.sequence == lastPlayed + 2;
      lastPlayed++;
      expected = wrap(expected + FRAME);
      return new Next.Conceal(adjacent ? head.packet : null);
    }
    if (ahead(head) > 0 && ahead(head) < JUMP) {
      // The sender paused (DTX): its clock went on.
      expected = wrap(expected + FRAME);
      return SILENCE;
    }
    entries.removeFirst();
    dry = 0;
    lastPlayed = head.sequence;
    waitNanos += (now - head.arrived - waitNanos) / 16;
    expected = head.packet.timestamp();
    return new Next.Play(head.packet);
  }

  /** Tells how long the packet given last was, in samples: when the next one is due. */
  void played(int samples) {
    expected = wrap(expected + samples);
  }

  /** Mean wait of the last packets, in nanoseconds. */
  long waitNanos() {
    return (long) waitNanos;
  }

  private Next ranDry() {
    if (dry == 0) {
      wanted = Math.min(MOST_WAIT, wanted + 1);
      calm = 0;
    }
    if (++dry > MOST_CONCEALED) {
      playing = false;
      return SILENCE;
    }
    expected = wrap(expected + FRAME);
    return new Next.Conceal(null);
  }

  /** Drops a packet if for two seconds there were always more than needed. */
  private void shorten() {
    if (++calm >= CALM_ASKS) {
      calm = 0;
      wanted = Math.max(LEAST_WAIT, wanted - 1);
    }
    fewest = Math.min(fewest, entries.size());
    if (++watched >= WATCHED_ASKS) {
      int excess = fewest - wanted;
      watched = 0;
      fewest = Integer.MAX_VALUE;
      for (int i = 0; i < excess && entries.size() > 1; i++) {
        lastPlayed = entries.removeFirst().sequence;
        expected = entries.getFirst().packet.timestamp();
      }
    }
  }

  private void reset() {
    entries.clear();
    highest = -1;
    lastPlayed = -1;
    playing = false;
  }

  private long ahead(Entry entry) {
    return (int) (entry.packet.timestamp() - expected);
  }

  private static long wrap(long timestamp) {
    return timestamp & 0xFFFF_FFFFL;
  }

  private long unwrap(int sequence) {
    if (highest < 0) {
      // Room below, so that the first packets may come in any order.
      return sequence + 0x1_0000L;
    }
    return highest + (short) (sequence - (int) highest);
  }
}
