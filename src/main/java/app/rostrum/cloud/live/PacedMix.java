package app.rostrum.cloud.live;

import app.rostrum.rtc.opus.OpusCodec;
import app.rostrum.wire.rtp.RtpPacket;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mixes a frame every 20 ms while somebody speaks and somebody listens. While nobody speaks,
 * listeners get a packet of silence every 400 ms (RFC 7587, section 3.1.3), from which players see
 * that the stream goes on; without listeners there is no work at all, and packets are not kept. A
 * packet or a first listener wakes the mix within 30 ms; timestamps show the pause, as in
 * discontinuous transmission. Safe for any thread.
 */
final class PacedMix implements AutoCloseable {
  static final long PERIOD_NANOS = 20_000_000;

  /** The bit rate: good for speech and for some music behind it; with in-band error correction. */
  static final int BITRATE = 48_000;

  /** The frames between two packets of silence. */
  static final int FRAMES_PER_SILENCE = 20;

  /** The frames without sound after which the mix pauses, so that encoder and decoders settle. */
  static final int FRAMES_TO_SETTLE = 10;

  /** The time that a packet waits beyond what is meant, so that a hair does not cost a tick. */
  static final long MARGIN_NANOS = 1_000_000;

  /** The most by which the grid moves per tick. */
  static final long MOST_SLEW_NANOS = 500_000;

  /** The time in which somebody who speaks lays the grid for a listener who has come. */
  static final long FIRST_PACKET_NANOS = 30_000_000;

  /** The lateness from which a frame is counted as late. */
  private static final long LATE_NANOS = 10_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(PacedMix.class);

  /** Encodes the mix. The interface to Opus. */
  @FunctionalInterface
  interface MixEncoder {
    /**
     * @return bytes written into out
     */
    int encode(short[] pcm, byte[] out);

    static MixEncoder opus() {
      var encoder = new OpusCodec.Encoder(BITRATE);
      return (pcm, out) -> encoder.encode(pcm, 0, out);
    }
  }

  /** Takes the frames. */
  interface Output {
    /** Returns whether anybody would get a frame. */
    boolean hasListeners();

    /** Returns how many frames the next packet is to hold. */
    int framesPerPacket();

    void send(MixedFrame frame);
  }

  private final String name;
  private final Mixer mixer;
  private final MixEncoder encoder;
  private final Output output;
  private final LiveCounters counters;
  private final MixTurns turns;
  private final LongSupplier nanoTime;

  // Of the turn that runs.
  private final FramePacker packer;
  private final short[] pcm = new short[OpusCodec.FRAME_SAMPLES];
  private final byte[] encoded = new byte[1500];
  private int tableOfContents;
  private boolean discontinuous = true;
  private long frames;
  private int quietFrames;
  private long slew;
  private long failures;

  // Guarded by this, and by the turn that runs.
  private final TickSchedule schedule;

  // Guarded by this.
  private boolean running;
  private boolean closed;
  private long turn;
  private boolean woken;
  private boolean asleep = true;
  private long wakeAt;

  // True while there is nothing to mix. Written under the lock.
  private volatile boolean paused = true;

  PacedMix(
      String name,
      Mixer mixer,
      MixEncoder encoder,
      Output output,
      LiveCounters counters,
      MixTurns turns,
      LongSupplier nanoTime) {
    this.name = name;
    this.mixer = mixer;
    this.encoder = encoder;
    this.output = output;
    this.packer = new FramePacker(output::send);
    this.counters = counters;
    this.turns = turns;
    this.nanoTime = nanoTime;
    this.schedule = new TickSchedule(nanoTime.getAsLong(), PERIOD_NANOS);
  }

  /** Takes a speaker's packet; dropped if nobody listens. */
  void packet(String trackSid, RtpPacket packet, long now) {
    boolean first = !mixer.isSending(now);
    if (output.hasListeners() && mixer.packet(trackSid, packet, now) && first) {
      align(now + Speaker.LEAST_WAIT_NANOS + MARGIN_NANOS);
    }
  }

  /** Lays the grid so that the first packet of the only one who speaks is mixed when it may be. */
  private synchronized void align(long at) {
    if (!closed) {
      paused = false;
      asleep = false;
      quietFrames = 0;
      goOnAt(at);
    }
  }

  private void goOnAt(long at) {
    wakeAt = at;
    woken = true;
    if (!running) {
      resume();
    }
  }

  /**
   * Wakes a mix to which nobody listened. Whoever speaks lays the grid before the first frame, so
   * that the listener's player need not get over a shift of it. Another listener of a stream in
   * which nobody speaks waits for the next packet of silence: a crowd that comes then costs
   * nothing.
   */
  synchronized void listenerCame() {
    if (asleep && !closed) {
      asleep = false;
      mixer.clear(); // Of what came while nobody listened.
      paused = false;
      quietFrames = 0;
      goOnAt(nanoTime.getAsLong() + FIRST_PACKET_NANOS);
    }
  }

  private void resume() {
    woken = false;
    schedule.resume(wakeAt);
    discontinuous = true;
    await(schedule.due());
  }

  /** Waits for the next turn; one that was waited for before is void. */
  private void await(long due) {
    long next = ++turn;
    turns.at(due, () -> run(next));
  }

  private void run(long number) {
    boolean pausing;
    synchronized (this) {
      if (closed || number != turn) {
        return;
      }
      running = true;
      pausing = paused;
    }
    try {
      if (pausing) {
        sendSilence();
      } else {
        mix();
      }
    } catch (Throwable failure) {
      failures++;
      counters.skipped(1);
      if (Long.bitCount(failures) == 1) {
        LOG.error("mix {}: a frame failed, {} so far", name, failures, failure);
      }
    } finally {
      goOn(pausing);
    }
  }

  /** Returns the next move of the grid towards the speakers' packets. */
  private static long slew(long spare) {
    long off = spare - MARGIN_NANOS;
    return Math.abs(off) < MOST_SLEW_NANOS
        ? 0
        : Math.clamp(-off, -MOST_SLEW_NANOS, MOST_SLEW_NANOS);
  }

  private synchronized void goOn(boolean wasPaused) {
    running = false;
    schedule.advance();
    schedule.slew(slew);
    slew = 0;
    if (closed) {
      return;
    }
    if (woken) {
      resume();
    } else if (wasPaused || isIdle() && pause()) {
      asleep = !output.hasListeners();
      if (!asleep) {
        await(schedule.due() + (FRAMES_PER_SILENCE - 1) * PERIOD_NANOS);
      }
    } else {
      await(schedule.due());
    }
  }

  private boolean isIdle() {
    return !output.hasListeners() || quietFrames >= FRAMES_TO_SETTLE;
  }

  /** Pauses, unless a packet has come since the last frame, which did not see the pause. */
  private boolean pause() {
    paused = true;
    if (output.hasListeners()) {
      paused = !mixer.isSending(nanoTime.getAsLong());
    } else {
      mixer.clear();
    }
    return paused;
  }

  private void mix() {
    long now = nanoTime.getAsLong();
    long missed = schedule.catchUp(now);
    frames += missed;
    if (missed > 0) {
      mixer.skip(missed);
      counters.skipped(missed);
      discontinuous = true;
    }
    boolean marked = discontinuous;
    discontinuous = true; // Reset below when this frame has been sent.
    long number = frames++;
    quietFrames = mixer.isSending(now) ? 0 : quietFrames + 1;
    Mixer.MixedLevels levels = mixer.mix(now, pcm);
    int length = encoder.encode(pcm, encoded);
    tableOfContents = encoded[0];
    send(number, marked, Arrays.copyOf(encoded, length), levels);
    mixer.spareNanos().ifPresent(spare -> slew = slew(spare - (now - schedule.due())));
    counters.mixed(nanoTime.getAsLong() - schedule.due() > LATE_NANOS);
    discontinuous = false;
    if (isIdle()) {
      packer.flush(); // No frame may follow for long.
    }
  }

  /** Sends a packet of one frame without data: the decoder goes on with the silence before. */
  private void sendSilence() {
    schedule.catchUp(nanoTime.getAsLong());
    send(frames++, false, new byte[] {(byte) (tableOfContents & ~3)}, Mixer.NOBODY);
  }

  private void send(long number, boolean marked, byte[] opus, Mixer.MixedLevels levels) {
    packer.add(
        new MixedFrame(
            number,
            schedule.tick() * OpusCodec.FRAME_SAMPLES,
            marked,
            opus,
            levels.level(),
            levels.csrcs(),
            levels.csrcLevels(),
            schedule.due(),
            List.of()),
        output.framesPerPacket());
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
