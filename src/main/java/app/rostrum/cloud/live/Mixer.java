package app.rostrum.cloud.live;

import app.rostrum.rtc.opus.OpusCodec;
import app.rostrum.wire.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Sums voices, 20 ms at a time. Tracks and packets come from other threads; {@link #mix} and {@link
 * #skip} belong to one mixing thread. It does not read a clock.
 */
final class Mixer {
  /** The greatest number of contributing sources in an RTP header (RFC 3550, section 5.1). */
  static final int MAX_CSRCS = 15;

  private static final Comparator<Speaker> LOUDEST_FIRST =
      Comparator.comparingInt(Speaker::level).thenComparing(Speaker::identity);

  private final ConcurrentHashMap<String, Speaker> speakers = new ConcurrentHashMap<>();
  private final Supplier<VoiceDecoder> decoders;
  private final Limiter limiter = new Limiter();
  private final float[] sum = new float[OpusCodec.FRAME_SAMPLES];
  private final List<Speaker> audible = new ArrayList<>();

  /**
   * @param level the level of the mix, RFC 6464
   * @param level of the mix, RFC 6464
   * @param csrcs the sources in it, loudest first
   * @param csrcLevels RFC 6465
   */
  record MixedLevels(int level, int[] csrcs, byte[] csrcLevels) {}

  static final MixedLevels NOBODY = new MixedLevels(Loudness.SILENCE, new int[0], new byte[0]);

  Mixer(Supplier<VoiceDecoder> decoders) {
    this.decoders = decoders;
  }

  /** Adds a track or changes its mute state. */
  void track(String identity, String trackSid, boolean enabled) {
    speakers
        .computeIfAbsent(trackSid, sid -> new Speaker(identity, decoders.get()))
        .enable(enabled);
  }

  void trackEnded(String trackSid) {
    speakers.remove(trackSid);
  }

  /**
   * Takes a packet of a track.
   *
   * @return false if the track is muted or not known
   */
  boolean packet(String trackSid, RtpPacket packet, long now) {
    Speaker speaker = speakers.get(trackSid);
    return speaker != null && speaker.put(packet, now);
  }

  /** Returns whether any track that is not muted has sent something lately. */
  boolean isSending(long now) {
    for (Speaker speaker : speakers.values()) {
      if (speaker.isSending(now)) {
        return true;
      }
    }
    return false;
  }

  /** Forgets the packets that have not been mixed. */
  void clear() {
    speakers.values().forEach(Speaker::clear);
  }

  /**
   * Mixes the next frame.
   *
   * @param out 960 samples
   */
  MixedLevels mix(long now, short[] out) {
    Arrays.fill(sum, 0);
    audible.clear();
    boolean sound = false;
    for (Speaker speaker : speakers.values()) {
      sound |= speaker.addTo(sum, now);
      if (speaker.isAudible(now)) {
        audible.add(speaker);
      }
    }
    limiter.apply(sum);
    for (int i = 0; i < sum.length; i++) {
      out[i] = (short) Math.round(sum[i] * 32767);
    }
    if (!sound && audible.isEmpty()) {
      return NOBODY;
    }
    return listed(Loudness.of(sum));
  }

  /**
   * Returns the time by which the grid could be earlier: that of the speaker who has least to
   * spare. Less than zero if it should be later, up to a tick; a speaker who lacks more gets a
   * frame more by the jitter buffer.
   */
  OptionalLong spareNanos() {
    long least = Long.MAX_VALUE;
    for (Speaker speaker : speakers.values()) {
      if (speaker.isPlaying() && speaker.spareNanos() > -PacedMix.PERIOD_NANOS) {
        least = Math.min(least, speaker.spareNanos());
      }
    }
    return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
  }

  /** Skips frames that a late mix can no longer send in time. */
  void skip(long frames) {
    for (Speaker speaker : speakers.values()) {
      speaker.skip(frames);
    }
  }

  private MixedLevels listed(int level) {
    audible.sort(LOUDEST_FIRST);
    int[] csrcs = new int[Math.min(audible.size(), MAX_CSRCS)];
    byte[] levels = new byte[csrcs.length];
    int count = 0;
    for (Speaker speaker : audible) {
      if (count < csrcs.length && !contains(csrcs, count, speaker.csrc())) {
        csrcs[count] = speaker.csrc();
        levels[count++] = (byte) speaker.level();
      }
    }
    return count == csrcs.length
        ? new MixedLevels(level, csrcs, levels)
        : new MixedLevels(level, Arrays.copyOf(csrcs, count), Arrays.copyOf(levels, count));
  }

  /** Lists the loudest speakers. A speaker with two tracks is listed once. */
  private static boolean contains(int[] csrcs, int count, int csrc) {
    for (int i = 0; i < count; i++) {
      if (csrcs[i] == csrc) {
        return true;
      }
    }
    return false;
  }
}
