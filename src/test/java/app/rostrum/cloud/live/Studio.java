package app.rostrum.cloud.live;

import app.rostrum.media.plain.PcmSource;
import app.rostrum.wire.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Speakers and a mixer with a fake clock. */
final class Studio {
  static final long TICK = 20_000_000;

  private final class Voice {
    final String trackSid;
    final PcmSource source;
    int sequence = 65_500;
    long timestamp;
    boolean sending = true;

    Voice(String trackSid, PcmSource source) {
      this.trackSid = trackSid;
      this.source = source;
    }

    RtpPacket next() {
      var frame = new short[960];
      source.read(frame);
      timestamp += 960;
      sequence = (sequence + 1) & 0xFFFF;
      return new RtpPacket(
          111, false, sequence, timestamp, 7, new int[0], -1, false, RawDecoder.packet(frame));
    }
  }

  final List<RawDecoder> decoders = new ArrayList<>();
  final Mixer mixer =
      new Mixer(
          () -> {
            decoders.add(new RawDecoder());
            return decoders.getLast();
          });
  final List<Mixer.MixedLevels> heard = new ArrayList<>();
  private final Map<String, Voice> voices = new LinkedHashMap<>();
  private final List<short[]> frames = new ArrayList<>();
  private long now = 1_000_000_000;

  void joins(String identity, PcmSource source) {
    mixer.track(identity, "MT-" + identity, true);
    voices.put(identity, new Voice("MT-" + identity, source));
  }

  void mutes(String identity, boolean muted) {
    mixer.track(identity, "MT-" + identity, !muted);
  }

  void leaves(String identity) {
    mixer.trackEnded("MT-" + identity);
    voices.remove(identity);
  }

  void fallsSilent(String identity) {
    voice(identity).sending = false;
  }

  /** Lets each speaker send a packet half a tick before each frame is mixed. */
  void run(int ticks) {
    for (int i = 0; i < ticks; i++) {
      now += TICK / 2;
      voices.values().forEach(voice -> send(voice, true));
      now += TICK / 2;
      mix();
    }
  }

  /** Runs like {@link #run}, but loses one speaker's packets. */
  void runLosing(String identity, int ticks) {
    for (int i = 0; i < ticks; i++) {
      now += TICK / 2;
      voices.forEach((name, voice) -> send(voice, !name.equals(identity)));
      now += TICK / 2;
      mix();
    }
  }

  /** Lets packets come while the mix stands still; then the mix skips what it missed. */
  void stall(int ticks) {
    for (int i = 0; i < ticks; i++) {
      now += TICK;
      voices.values().forEach(voice -> send(voice, true));
    }
    mixer.skip(ticks);
  }

  private void send(Voice voice, boolean arrives) {
    if (voice.sending) {
      RtpPacket packet = voice.next();
      if (arrives) {
        mixer.packet(voice.trackSid, packet, now);
      }
    }
  }

  private void mix() {
    var out = new short[960];
    heard.add(mixer.mix(now, out));
    frames.add(out);
  }

  /** Returns the newest samples. */
  short[] last(int ticks) {
    var all = new short[ticks * 960];
    List<short[]> newest = frames.subList(frames.size() - ticks, frames.size());
    for (int i = 0; i < ticks; i++) {
      System.arraycopy(newest.get(i), 0, all, i * 960, 960);
    }
    return all;
  }

  List<short[]> frames() {
    return frames;
  }

  private Voice voice(String identity) {
    return Objects.requireNonNull(voices.get(identity));
  }
}
