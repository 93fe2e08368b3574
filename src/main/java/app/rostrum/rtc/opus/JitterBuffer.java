package app.rostrum.rtc.opus;

import app.rostrum.wire.rtp.RtpPacket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A jitter buffer for one Opus stream: puts its packets in order and gives one frame per 20 ms. The
 * time that packets wait follows the jitter of the network. Time is an argument, in nanoseconds of
 * any origin. Not thread-safe.
 */
public final class JitterBuffer {
  /** The sound of one tick of 20 ms. */
  public sealed interface Frame {
    /**
     * A packet to decode. If it is longer than 20 ms, the ticks that follow are {@link Continues};
     * if it is shorter, the caller pulls again in the same tick.
     */
    record Packet(RtpPacket packet) implements Frame {}

    /**
     * A missing packet, to be concealed.
     *
     * @param next the packet after it, which may carry redundancy for it
     */
    record Lost(Optional<RtpPacket> next) implements Frame {}

    /** No sound: not begun, discontinuous transmission, or long since interrupted. */
    record Silence() implements Frame {}

    /** The rest of an earlier tick's packet. */
    record Continues() implements Frame {}
  }

  /**
   * The price in delay at which packets are to be in time.
   *
   * @param least the time that packets wait at least, measured from the arrival of the quickest one
   * @param most the time that they wait at most, whatever the network does
   * @param inTime the share of packets that are to be in time, 0 to 1
   * @param margin the most that is added to the wait: twice the jitter, if that is less
   */
  public record Policy(Duration least, Duration most, double inTime, Duration margin) {
    /** Returns the policy of a player: 97 of 100 packets in time, and up to a frame's margin. */
    public static Policy playing(Duration least, Duration most) {
      return new Policy(least, most, 0.97, Duration.ofMillis(20));
    }
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
  private int concealed;
  private int concealedOfGap;
  private boolean lastWasDtx;
  private int tooLongFor;
  private int sinceStretch;
  private long delay;

  private long late;
  private long lost;
  private long duplicates;

  /** Creates an empty buffer. */
  public JitterBuffer(Policy policy) {
    estimate =
        new DelayEstimate(
            policy.least().toMillis() * SAMPLES_PER_MILLI,
            policy.most().toMillis() * SAMPLES_PER_MILLI,
            policy.inTime(),
            policy.margin().toMillis() * SAMPLES_PER_MILLI);
  }

  /** Takes a packet as it arrives. Packets without a payload are ignored. */
  public void put(RtpPacket packet, long nowNanos) {
    if (packet.payload().length == 0) {
      return;
    }
    if (any && (packet.ssrc() != ssrc || isJump(packet))) {
      clear();
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
      // Nothing was pulled for seconds: the oldest packets go.
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

  /** Returns the frame of this tick; to be called every 20 ms. */
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
    passOverWhatWasConcealed();
    RtpPacket head = slots[slot(nextSequence)];
    if (head == null) {
      return gap();
    }
    concealed = 0;
    long timestamp = timestamps[slot(nextSequence)];
    delay = now - timestamp - estimate.base();
    tooLongFor = delay > estimate.target() + TOLERANCE ? tooLongFor + 1 : 0;
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
    return play(head, timestamp);
  }

  /**
   * Returns whether packets have waited a frame longer than necessary for half a second, and the
   * next one is there. The caller may then {@link #skip} one, or play two in one tick. Saying so
   * begins a new, shorter observation.
   */
  public boolean holdsTooMuch() {
    if (tooLongFor < TICKS_TOO_LATE_TO_SKIP
        || continuing > 0
        || waiting == 0
        || slots[slot(nextSequence)] == null) {
      return false;
    }
    tooLongFor = TICKS_TOO_LATE_TO_SKIP / 2;
    return true;
  }

  /**
   * Leaves out the frames of some ticks, but never the newest packet.
   *
   * @return the number of them that belong to a packet already given: the caller has their sound
   */
  public int skip(long ticks) {
    int given = 0;
    for (long i = 0; i < ticks && playing && (continuing > 0 || waiting > 1); i++) {
      if (continuing > 0) {
        continuing--;
        given++;
      } else {
        drop(nextSequence++);
        nextTimestamp += FRAME;
      }
    }
    return given;
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
    concealed = 0;
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
    if (lastWasDtx || emptyTicks > CONCEALED_WHEN_EMPTY) {
      return SILENCE;
    }
    concealed++;
    return LOST;
  }

  /** Passes over packets that were concealed while none came and now turn out to be lost. */
  private void passOverWhatWasConcealed() {
    while (concealed > 0 && slots[slot(nextSequence)] == null) {
      nextSequence++;
      concealed--;
      lost++;
    }
  }

  /**
   * Handles a packet that is missing while later ones are there. The redundancy of the one after it
   * is for its last 20 ms.
   */
  private Frame gap() {
    RtpPacket next = slots[slot(nextSequence + 1)];
    long missing = next == null ? FRAME : timestamps[slot(nextSequence + 1)] - nextTimestamp;
    nextTimestamp += FRAME;
    if (missing >= 2 * FRAME && !lastWasDtx && ++concealedOfGap < CONCEALED_WHEN_EMPTY) {
      return LOST;
    }
    concealedOfGap = 0;
    lost++;
    nextSequence++;
    return next == null ? LOST : new Frame.Lost(Optional.of(next));
  }

  private Frame play(RtpPacket packet, long timestamp) {
    slots[slot(nextSequence)] = null;
    waiting--;
    nextSequence++;
    emptyTicks = 0;
    concealedOfGap = 0;
    lastWasDtx = OpusPacket.isDtx(packet.payload());
    int samples = OpusPacket.samples(packet.payload());
    int duration = samples == 0 ? FRAME : samples;
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

  /** Forgets all packets and the jitter: another stream follows, or none. */
  public void clear() {
    Arrays.fill(slots, null);
    any = false;
    waiting = 0;
    playing = false;
    continuing = 0;
    concealed = 0;
    tooLongFor = 0;
    estimate.reset();
  }

  private static int slot(long sequence) {
    return (int) (sequence & (CAPACITY - 1));
  }

  private static long samples(long nanos) {
    return Math.floorDiv(nanos, 1000L) * SAMPLES_PER_MILLI / 1000;
  }

  /** Returns the time that packets are meant to wait. */
  Duration targetDelay() {
    return Duration.ofMillis(estimate.target() / SAMPLES_PER_MILLI);
  }

  /** Returns the wait of the packet played last, measured from the quickest one's arrival. */
  public Duration delay() {
    return Duration.ofMillis(delay / SAMPLES_PER_MILLI);
  }

  /**
   * Returns by how much longer than meant the packet played last has waited; less than zero if it
   * was shorter.
   */
  public long spareNanos() {
    return (delay - estimate.target()) * 1_000_000 / SAMPLES_PER_MILLI;
  }

  /** Returns the number of packets that were missing when their time came. */
  public long lost() {
    return lost;
  }

  /** Returns the number of packets that came after their time, counted as lost before. */
  public long late() {
    return late;
  }

  /** Returns the number of packets that came twice. */
  public long duplicates() {
    return duplicates;
  }
}
