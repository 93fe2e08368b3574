package app.rostrum.cloud.live;

import app.rostrum.wire.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * One speaker's packets on their way into the mix: put in order, held just long enough that the
 * next one is there when it is needed. How long that is follows what happens: a packet that comes
 * too late lengthens the wait by as much as it was late, quiet seconds shorten it again. Filled by
 * a media thread, emptied by the mixing thread.
 */
final class SpeakerBuffer {
  /** What the mix gets when it asks. */
  sealed interface Next {
    /** Nothing is being said: the speaker is silent, muted, or sends nothing (DTX). */
    record Silence() implements Next {}

    record Packet(byte[] payload) implements Next {}

    /** A packet is missing; the one after it may help. */
    record Missing(byte @Nullable [] following) implements Next {}
  }

  static final Next SILENCE = new Next.Silence();

  private static final long MILLI = 1_000_000;
  private static final int SLOTS = 64;
  private static final long MIN_WAIT = 10 * MILLI;
  private static final long MAX_WAIT = 160 * MILLI;
  private static final int MAX_CONCEALED = 3;
  private static final int WINDOW = 25;
  private static final int DTX_BYTES = 2;

  private final byte[] @Nullable [] payloads = new byte[SLOTS][];
  private final long[] arrivals = new long[SLOTS];
  private final ArrivalJitter jitter = new ArrivalJitter();
  private boolean known;
  private long ssrc;
  private long next;
  private long highest;
  private boolean playing;
  private int concealed;
  private long starvedSince;
  private boolean lastWasDtx;
  private long wait = MIN_WAIT;
  private long leastHeld = Long.MAX_VALUE;
  private int inWindow;
  private long late;
  private long missing;

  synchronized void put(RtpPacket packet, long now) {
    if (packet.payload().length == 0) {
      return;
    }
    long number = unwrap(packet.sequenceNumber());
    if (!known || packet.ssrc() != ssrc || number >= next + SLOTS || number < next - (SLOTS << 2)) {
      restart(packet);
      number = next;
    }
    jitter.arrived(packet.timestamp(), now);
    wait = Math.clamp(jitter.nanos(), MIN_WAIT, MAX_WAIT);
    if (number < next) {
      late += missed(now) ? 1 : 0;
      return;
    }
    int slot = (int) (number % SLOTS);
    if (payloads[slot] == null) {
      payloads[slot] = packet.payload();
      arrivals[slot] = now;
      highest = Math.max(highest, number);
    }
  }

  /** What to play now. */
  synchronized Next take(long now) {
    if (!known || highest < next) {
      return starve(now);
    }
    if (!playing) {
      if (now - arrivals[slot(firstHeld())] < wait) {
        return SILENCE;
      }
      playing = true;
      next = firstHeld();
    }
    passOverWhatIsConcealed();
    int slot = slot(next);
    byte[] payload = payloads[slot];
    next++;
    if (payload == null) {
      missing++;
      starvedSince = now;
      return new Next.Missing(payloads[slot(next)]);
    }
    payloads[slot] = null;
    observe(now - arrivals[slot]);
    concealed = 0;
    starvedSince = 0;
    lastWasDtx = payload.length <= DTX_BYTES;
    return new Next.Packet(payload);
  }

  /**
   * Whether packets have been waiting for longer than they need to, by a whole frame at least; then
   * the mix may take two at a time. Asking starts a new observation.
   */
  synchronized boolean holdsTooMuch() {
    if (!playing
        || inWindow < WINDOW
        || leastHeld < MIN_WAIT + 20 * MILLI + jitter.nanos() / 2
        || payloads[slot(next)] == null) {
      return false;
    }
    inWindow = 0;
    leastHeld = Long.MAX_VALUE;
    return true;
  }

  /** Leaves out what is more than the wait asks for; after the mix itself has skipped. */
  synchronized void drop(long frames) {
    for (long i = 0; i < frames && highest > next; i++) {
      payloads[slot(next)] = null;
      next++;
    }
  }

  synchronized void clear() {
    java.util.Arrays.fill(payloads, null);
    known = false;
    playing = false;
    starvedSince = 0;
  }

  /** Packets that came after they were needed. */
  synchronized long late() {
    return late;
  }

  /** Packets that were missing when they were needed. */
  synchronized long missing() {
    return missing;
  }

  /** How long packets are held at least, in milliseconds. */
  synchronized long waitMillis() {
    return wait / MILLI;
  }

  private Next starve(long now) {
    if (!playing) {
      return SILENCE;
    }
    if (starvedSince == 0) {
      starvedSince = now;
    }
    if (lastWasDtx || ++concealed > MAX_CONCEALED) {
      playing = false;
      concealed = 0;
      inWindow = 0;
      leastHeld = Long.MAX_VALUE;
      return SILENCE;
    }
    return new Next.Missing(null);
  }

  /** Packets that turn out to be lost were made up for already while nothing came. */
  private void passOverWhatIsConcealed() {
    while (concealed > 0 && payloads[slot(next)] == null && next < highest) {
      next++;
      concealed--;
      missing++;
    }
  }

  private void observe(long held) {
    leastHeld = Math.min(leastHeld, held);
    if (++inWindow > 2 * WINDOW) {
      inWindow = WINDOW;
      leastHeld = held;
    }
  }

  /** Whether something was not there when it was needed, lately. */
  private boolean missed(long now) {
    return starvedSince != 0 && now - starvedSince < MAX_WAIT;
  }

  private long firstHeld() {
    long number = next;
    while (payloads[slot(number)] == null && number < highest) {
      number++;
    }
    return number;
  }

  private void restart(RtpPacket packet) {
    clear();
    jitter.reset();
    known = true;
    ssrc = packet.ssrc();
    // Far from zero, so that packets from before the first can be told apart.
    next = (1L << 32) + packet.sequenceNumber();
    highest = next - 1;
    concealed = 0;
    lastWasDtx = false;
    inWindow = 0;
    leastHeld = Long.MAX_VALUE;
  }

  private long unwrap(int sequenceNumber) {
    long reference = Math.max(next, highest);
    int step = (short) (sequenceNumber - (int) reference);
    return reference + step;
  }

  private static int slot(long number) {
    return (int) (number % SLOTS);
  }
}
