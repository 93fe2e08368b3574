package app.rostrum.cloud.live;

import app.rostrum.rtc.opus.OpusCodec;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mixes a frame every 20 ms on a thread of its own, from {@link #start} until {@link #close}.
 * Silent frames are sent too: a player that hears nothing at all would think that the stream is
 * broken.
 */
final class MixLoop implements AutoCloseable {
  static final long PERIOD_NANOS = 20_000_000;

  /** Good for speech and for some music behind it; with in-band error correction. */
  static final int BITRATE = 48_000;

  /** A frame that leaves later than this is counted as late. */
  private static final long LATE_NANOS = 10_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(MixLoop.class);

  /** Encodes the mix; the loop's seam to Opus. */
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
  private final Thread thread;
  private boolean discontinuous = true;
  private volatile boolean closed;

  MixLoop(
      String name,
      Mixer mixer,
      MixEncoder encoder,
      Consumer<MixedFrame> output,
      LiveCounters counters,
      LongSupplier nanoTime) {
    this.mixer = mixer;
    this.encoder = encoder;
    this.output = output;
    this.counters = counters;
    this.nanoTime = nanoTime;
    this.schedule = new TickSchedule(nanoTime.getAsLong() + PERIOD_NANOS, PERIOD_NANOS);
    this.thread = Thread.ofPlatform().daemon().name("mix-" + name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      long early = schedule.due() - nanoTime.getAsLong();
      if (early > 0) {
        LockSupport.parkNanos(early);
      } else {
        try {
          tick();
        } catch (RuntimeException e) {
          LOG.error("{}: a frame could not be mixed", thread.getName(), e);
          schedule.advance();
        }
      }
    }
  }

  /** Mixes and hands on the frame that is due. */
  void tick() {
    long now = nanoTime.getAsLong();
    long missed = schedule.catchUp(now);
    if (missed > 0) {
      mixer.skip(missed);
      counters.skipped(missed);
      discontinuous = true;
    }
    Mixer.Heard heard = mixer.mix(now, pcm);
    int length = encoder.encode(pcm, encoded);
    output.accept(
        new MixedFrame(
            schedule.tick() * OpusCodec.FRAME_SAMPLES,
            discontinuous,
            Arrays.copyOf(encoded, length),
            heard.level(),
            heard.csrcs(),
            heard.csrcLevels(),
            schedule.due()));
    counters.mixed(nanoTime.getAsLong() - schedule.due() > LATE_NANOS);
    discontinuous = false;
    schedule.advance();
  }
}
