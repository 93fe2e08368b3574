package app.rostrum.cloud.live;

import app.rostrum.rtc.opus.OpusCodec;
import app.rostrum.threads.Loop;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Mixes a frame every 20 ms on a thread of its own, from {@link #start} until {@link #close}.
 * Silent frames are sent too: a player without packets would take the stream for broken.
 */
final class MixLoop implements AutoCloseable {
  static final long PERIOD_NANOS = 20_000_000;

  /** The bit rate: good for speech and for some music behind it; with in-band error correction. */
  static final int BITRATE = 48_000;

  /** The lateness from which a frame is counted as late. */
  private static final long LATE_NANOS = 10_000_000;

  /** Encodes the mix. The loop's interface to Opus. */
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

  private final Mixer mixer;
  private final MixEncoder encoder;
  private final Consumer<MixedFrame> output;
  private final LiveCounters counters;
  private final LongSupplier nanoTime;
  private final TickSchedule schedule;
  private final short[] pcm = new short[OpusCodec.FRAME_SAMPLES];
  private final byte[] encoded = new byte[1500];
  private final String name;
  private boolean discontinuous = true;
  private @Nullable Loop loop;

  MixLoop(
      String name,
      Mixer mixer,
      MixEncoder encoder,
      Consumer<MixedFrame> output,
      LiveCounters counters,
      LongSupplier nanoTime) {
    this.name = name;
    this.mixer = mixer;
    this.encoder = encoder;
    this.output = output;
    this.counters = counters;
    this.nanoTime = nanoTime;
    this.schedule = new TickSchedule(nanoTime.getAsLong() + PERIOD_NANOS, PERIOD_NANOS);
  }

  /** Starts mixing. A frame that fails, whatever it throws, is left out. */
  synchronized void start() {
    loop = Loop.start("mix-" + name, this::step);
  }

  @Override
  public synchronized void close() {
    if (loop != null) {
      loop.close();
    }
  }

  private void step() throws InterruptedException {
    for (long early = early(); early > 0; early = early()) {
      LockSupport.parkNanos(this, early);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    tick();
  }

  private long early() {
    return schedule.due() - nanoTime.getAsLong();
  }

  /** Mixes and sends the frame that is due. */
  void tick() {
    try {
      mix();
    } finally {
      schedule.advance();
    }
  }

  private void mix() {
    long now = nanoTime.getAsLong();
    long missed = schedule.catchUp(now);
    if (missed > 0) {
      mixer.skip(missed);
      counters.skipped(missed);
      discontinuous = true;
    }
    boolean marked = discontinuous;
    discontinuous = true; // Reset below when this frame has been sent.
    Mixer.MixedLevels levels = mixer.mix(now, pcm);
    int length = encoder.encode(pcm, encoded);
    output.accept(
        new MixedFrame(
            schedule.tick() * OpusCodec.FRAME_SAMPLES,
            marked,
            Arrays.copyOf(encoded, length),
            levels.level(),
            levels.csrcs(),
            levels.csrcLevels(),
            schedule.due()));
    counters.mixed(nanoTime.getAsLong() - schedule.due() > LATE_NANOS);
    discontinuous = false;
  }
}
