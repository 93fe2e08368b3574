package app.rostrum.cloud.live;

import app.rostrum.rtc.opus.JitterBuffer;
import app.rostrum.rtc.opus.JitterBuffer.Frame;
import app.rostrum.rtc.opus.OpusCodec;
import app.rostrum.wire.rtp.ContributingSource;
import app.rostrum.wire.rtp.RtpPacket;
import java.time.Duration;
import java.util.Arrays;

/**
 * A speaker's track in a mix: a jitter buffer, a decoder and the samples that are left of the last
 * packet. Packets come from a media thread; everything else belongs to the mixing thread.
 */
final class Speaker {
  private static final int FRAME = OpusCodec.FRAME_SAMPLES;

  /** The time that a packet waits at least. */
  static final long LEAST_WAIT_NANOS = 5_000_000;

  /** All listeners wait for the slowest packet of each speaker, so there is no margin. */
  private static final JitterBuffer.Policy POLICY =
      new JitterBuffer.Policy(
          Duration.ofNanos(LEAST_WAIT_NANOS), Duration.ofMillis(160), 0.99, Duration.ZERO);

  /**
   * The level above which a speaker counts as audible; room noise behind a good microphone is below
   * it.
   */
  private static final int HEARD_LEVEL = 50;

  /** The longest pause between words. */
  private static final long HANGOVER_NANOS = 200_000_000;

  /** The longest time between two packets of a speaker who pauses (RFC 7587, section 3.1.3). */
  private static final long SENDING_NANOS = 1_000_000_000;

  private final String identity;
  private final int csrc;
  private final JitterBuffer buffer = new JitterBuffer(POLICY); // Guarded by itself.
  private final VoiceDecoder decoder;
  private final short[] decoded = new short[VoiceDecoder.MAX_SAMPLES];
  private final short[] samples = new short[VoiceDecoder.MAX_SAMPLES + 2 * FRAME];
  private int held;
  private int level = Loudness.SILENCE;
  private long heardUntil = Long.MIN_VALUE;
  private boolean playing;
  private long spare;
  private volatile boolean enabled = true;
  private volatile long sendingUntil = Long.MIN_VALUE;

  Speaker(String identity, VoiceDecoder decoder) {
    this.identity = identity;
    this.csrc = (int) ContributingSource.csrc(identity);
    this.decoder = decoder;
  }

  String identity() {
    return identity;
  }

  int csrc() {
    return csrc;
  }

  /** Returns the level of the frame mixed last, RFC 6464. */
  int level() {
    return level;
  }

  /** Returns whether this voice is in the mix now, short pauses included. */
  boolean isAudible(long now) {
    return now < heardUntil;
  }

  /** Sets the mute state. A muted track costs nothing and is not in the mix, whatever it sends. */
  void enable(boolean on) {
    enabled = on;
    if (!on) {
      clear();
    }
  }

  /** Forgets the packets that have not been mixed. */
  void clear() {
    synchronized (buffer) {
      buffer.clear();
      sendingUntil = Long.MIN_VALUE;
    }
  }

  /** Takes a packet; returns false if the track is muted. */
  boolean put(RtpPacket packet, long now) {
    synchronized (buffer) {
      if (enabled) {
        buffer.put(packet, now);
        sendingUntil = now + SENDING_NANOS;
      }
      return enabled;
    }
  }

  /** Returns whether a packet has come lately. */
  boolean isSending(long now) {
    return now < sendingUntil;
  }

  /**
   * Adds the next 20 ms to a mix.
   *
   * @return false if there was only silence
   */
  boolean addTo(float[] mix, long now) {
    if (!fill(FRAME, now)) {
      level = Loudness.SILENCE;
      return false;
    }
    if (holdsTooMuch() && fill(2 * FRAME, now)) {
      foldTwoFramesIntoOne();
    }
    for (int i = 0; i < FRAME; i++) {
      mix[i] += samples[i] / 32768f;
    }
    level = Loudness.of(samples, FRAME);
    if (level <= HEARD_LEVEL) {
      heardUntil = now + HANGOVER_NANOS;
    }
    consume(FRAME);
    return true;
  }

  /** Leaves out the frames that a late mix has skipped. */
  void skip(long frames) {
    int decodedAlready;
    synchronized (buffer) {
      decodedAlready = buffer.skip(frames);
    }
    consume(Math.min(held, decodedAlready * FRAME));
  }

  private boolean holdsTooMuch() {
    synchronized (buffer) {
      return buffer.holdsTooMuch();
    }
  }

  private Frame pull(long now) {
    synchronized (buffer) {
      Frame frame = buffer.pull(now);
      if (frame instanceof Frame.Packet) {
        playing = true;
        spare = buffer.spareNanos();
      } else if (frame instanceof Frame.Silence) {
        playing = false;
      }
      return frame;
    }
  }

  /** Returns whether packets are being played, so that {@link #spareNanos} tells something. */
  boolean isPlaying() {
    return playing;
  }

  /** Returns by how much longer than meant the packet played last has waited. */
  long spareNanos() {
    return spare;
  }

  /** Takes the frame of this tick, and those after it if it is too short. */
  private boolean fill(int wanted, long now) {
    do {
      int count =
          switch (pull(now)) {
            case Frame.Silence() -> 0;
            case Frame.Continues() -> 0;
            case Frame.Packet(RtpPacket packet) -> decoder.decode(packet.payload(), decoded);
            case Frame.Lost(var next) ->
                decoder.conceal(next.map(RtpPacket::payload).orElse(null), decoded);
          };
      if (count == 0) {
        return held >= wanted || padded(wanted);
      }
      count = Math.min(count, samples.length - held);
      System.arraycopy(decoded, 0, samples, held, count);
      held += count;
    } while (held < wanted);
    return true;
  }

  /** Plays what is left of packets that are no multiple of 20 ms, with silence after it. */
  private boolean padded(int wanted) {
    if (held == 0 || wanted > FRAME) {
      return false;
    }
    Arrays.fill(samples, held, wanted, (short) 0);
    held = wanted;
    return true;
  }

  /** Fades from one frame into the next, so that 20 ms of delay disappear without a click. */
  private void foldTwoFramesIntoOne() {
    for (int i = 0; i < FRAME; i++) {
      int later = samples[FRAME + i];
      samples[FRAME + i] = (short) (samples[i] + (later - samples[i]) * i / FRAME);
    }
    consume(FRAME);
  }

  private void consume(int count) {
    held -= count;
    System.arraycopy(samples, count, samples, 0, held);
  }
}
