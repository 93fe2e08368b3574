package app.rostrum.rtc.opus;

import app.rostrum.wire.rtp.RtpPacket;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts a stream's packets in order and gives one frame per 20 ms. How long packets wait follows the
 * jitter that the network shows: 97 of 100 are meant to be in time. Time comes as an argument, in
 * nanoseconds of any origin. Not thread-safe.
 */
public final class JitterBuffer {
  /** What is to be played in one tick of 20 ms. */
  public sealed interface Frame {
    /** Decode this. If it is longer than 20 ms, the ticks that follow are {@link Continues}. */
    record Packet(RtpPacket packet) implements Frame {}

    /**
     * A packet is missing: conceal it.
     *
     * @param next the packet after it, which may carry redundancy for it
     */
    record Lost(Optional<RtpPacket> next) implements Frame {}

    /** Nothing to play: not begun, discontinuous transmission, or long since interrupted. */
    record Silence() implements Frame {}

    /** The packet of an earlier tick goes on. */
    record Continues() implements Frame {}
  }

  private static final Frame SILENCE = new Frame.Silence();
  private static final Frame CONTINUES = new Frame.Continues();
  private static final Frame LOST = new Frame.Lost(Optional.empty());

  private static final int FRAME = OpusCodec.FRAME_SAMPLES;
  private static final int SAMPLES_PER_MILLI = 48;
  private static final int CAPACITY = 256;

  /** A jump of the numbers by more than this is another stream. */
  private static final int LONGEST_JUMP = 3000;

  private static final int CONCEALED_WHEN_EMPTY = 3;
  private static final int EMPTY_TICKS_TO_STOP = 50;
  private static final int TICKS_TOO_LATE_TO_SKIP = 25;
  private static final int TICKS_BETWEEN_STRETCHES = 5;
  private static final long TOLERANCE = 20 * SAMPLES_PER_MILLI;

  private final DelayEstimate estimate;
  private final @Nullable RtpPacket[] slots = new RtpPacket[CAPACITY];
  private final long[] timestamps = new long[CAPACITY];

  private boolean any;
  private long ssrc;
  private long highestSequence;
  private long highestTimestamp;
  private int waiting;

  private boolean playing;
  private long nextSequence;
  private long nextTimestamp;
  private int continuing;
  private int emptyTicks;
  private boolean lastWasDtx;
  private int tooLongFor;
  private int sinceStretch;
  private long delay;

  private long late;
  private long lost;
  private long duplicates;

  /**
   * @param least packets wait at least this long (measured from the quickest packet's arrival)
   * @param most and at most this long, whatever the network does
   */
  public JitterBuffer(Duration least, Duration most) {
    estimate =
        new DelayEstimate(
            least.toMillis() * SAMPLES_PER_MILLI, most.toMillis() * SAMPLES_PER_MILLI);
  }

  /** Takes a packet as it arrives. */
  public void put(RtpPacket packet, long nowNanos) {
    if (any && (packet.ssrc() != ssrc || isJump(packet))) {
      reset();
    }
    long sequence;
    long timestamp;
    if (!any) {
      any = true;
      ssrc = packet.ssrc();
      sequence = packet.sequenceNumber() + (1L << 16);
      timestamp = packet.timestamp() + (1L << 32);
      highestSequence = sequence;
      highestTimestamp = timestamp;
      nextSequence = sequence;
    } else {
      sequence = highestSequence + (short) (packet.sequenceNumber() - (int) highestSequence);
      timestamp = highestTimestamp + (int) (packet.timestamp() - highestTimestamp);
    }
    estimate.onArrival(samples(nowNanos) - timestamp, nowNanos);
    if (playing ? sequence < nextSequence : sequence <= highestSequence - CAPACITY) {
      late++;
      return;
    }
    if (!playing && sequence < nextSequence) {
      nextSequence = sequence;
    }
    while (sequence - nextSequence >= CAPACITY) {
      // Nobody pulled for seconds: the oldest go.
      drop(nextSequence++);
    }
    int slot = slot(sequence);
    if (slots[slot] != null) {
      duplicates++;
      return;
    }
    slots[slot] = packet;
    timestamps[slot] = timestamp;
    waiting++;
    if (sequence > highestSequence) {
      highestSequence = sequence;
      highestTimestamp = timestamp;
    }
  }

  private boolean isJump(RtpPacket packet) {
    int jump = (short) (packet.sequenceNumber() - (int) highestSequence);
    return Math.abs(jump) > LONGEST_JUMP;
  }

  /** Gives the frame of this tick; to be called each 20 ms. */
  public Frame pull(long nowNanos) {
    if (continuing > 0) {
      continuing--;
      return CONTINUES;
    }
    long now = samples(nowNanos);
    if (!playing && !begin(now)) {
      return SILENCE;
    }
    sinceStretch++;
    if (waiting == 0) {
      return empty();
    }
    RtpPacket head = slots[slot(nextSequence)];
    if (head == null) {
      return gap();
    }
    long timestamp = timestamps[slot(nextSequence)];
    delay = now - timestamp - estimate.base();
    if (timestamp - nextTimestamp >= FRAME && delay < estimate.target()) {
      // The sender paused (DTX), and the moment to go on has not come.
      nextTimestamp += FRAME;
      return SILENCE;
    }
    if (delay < estimate.target() - TOLERANCE && sinceStretch > TICKS_BETWEEN_STRETCHES) {
      sinceStretch = 0;
      nextTimestamp += FRAME;
      return lastWasDtx ? SILENCE : LOST;
    }
    if (isTooLong() && waiting > 1 && slots[slot(nextSequence + 1)] != null) {
      drop(nextSequence++);
      head = slots[slot(nextSequence)];
      timestamp = timestamps[slot(nextSequence)];
      if (head == null) {
        throw new IllegalStateException("the next packet was there");
      }
    }
    return play(head, timestamp);
  }

  private boolean begin(long now) {
    if (waiting == 0) {
      return false;
    }
    while (slots[slot(nextSequence)] == null) {
      nextSequence++;
    }
    long timestamp = timestamps[slot(nextSequence)];
    if (now - timestamp - estimate.base() < estimate.target()) {
      return false;
    }
    playing = true;
    nextTimestamp = timestamp;
    emptyTicks = 0;
    return true;
  }

  private Frame empty() {
    emptyTicks++;
    nextTimestamp += FRAME;
    if (emptyTicks > EMPTY_TICKS_TO_STOP) {
      playing = false;
      nextSequence = highestSequence + 1;
      return SILENCE;
    }
    return lastWasDtx || emptyTicks > CONCEALED_WHEN_EMPTY ? SILENCE : LOST;
  }

  /** Later packets are there, this one is not, and its time has come. */
  private Frame gap() {
    lost++;
    nextSequence++;
    nextTimestamp += FRAME;
    RtpPacket next = slots[slot(nextSequence)];
    return next == null ? LOST : new Frame.Lost(Optional.of(next));
  }

  private boolean isTooLong() {
    if (delay <= estimate.target() + TOLERANCE) {
      tooLongFor = 0;
      return false;
    }
    tooLongFor++;
    if (tooLongFor < TICKS_TOO_LATE_TO_SKIP) {
      return false;
    }
    tooLongFor = TICKS_TOO_LATE_TO_SKIP / 2;
    return true;
  }

  private Frame play(RtpPacket packet, long timestamp) {
    slots[slot(nextSequence)] = null;
    waiting--;
    nextSequence++;
    emptyTicks = 0;
    lastWasDtx = OpusPacket.isDtx(packet.payload());
    int duration = Math.max(FRAME, OpusPacket.samples(packet.payload()));
    nextTimestamp = timestamp + duration;
    continuing = (duration - 1) / FRAME;
    return new Frame.Packet(packet);
  }

  private void drop(long sequence) {
    if (slots[slot(sequence)] != null) {
      slots[slot(sequence)] = null;
      waiting--;
    }
  }

  private void reset() {
    java.util.Arrays.fill(slots, null);
    any = false;
    waiting = 0;
    playing = false;
    continuing = 0;
    estimate.reset();
  }

  private static int slot(long sequence) {
    return (int) (sequence & (CAPACITY - 1));
  }

  private static long samples(long nanos) {
    return Math.floorDiv(nanos, 1000L) * SAMPLES_PER_MILLI / 1000;
  }

  /** How long packets are meant to wait. */
  public Duration targetDelay() {
    return Duration.ofMillis(estimate.target() / SAMPLES_PER_MILLI);
  }

  /** How long the packet that was played last had waited, against the quickest one's arrival. */
  public Duration delay() {
    return Duration.ofMillis(delay / SAMPLES_PER_MILLI);
  }

  /** Packets that were missing when their time came. */
  public long lost() {
    return lost;
  }

  /** Packets that came after their time; they have been counted as lost before. */
  public long late() {
    return late;
  }

  public long duplicates() {
    return duplicates;
  }
}
