package app.rostrum.media.plain;

import app.rostrum.media.Spectrum;
import app.rostrum.rtc.opus.OpusCodec;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * An encoder that reads the source and encodes it once for all connections. Used by the {@link
 * Ticker}'s thread.
 */
final class Voicing {
  private static final int BITRATE = 40_000;
  private static final int LARGEST_PACKET = 1_275;

  /** 20 ms of silence: a CELT frame that is marked as silence (RFC 6716, section 4.3). */
  private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

  private final OpusCodec.Encoder encoder = new OpusCodec.Encoder(BITRATE);
  private final short[] frame = new short[PcmSource.FRAME];
  private final byte[] packet = new byte[LARGEST_PACKET];
  private volatile PcmSource source;
  private volatile double level;
  private long timestamp = new SecureRandom().nextInt() & 0xFFFF_FFFFL;
  private boolean started;

  Voicing(PcmSource source) {
    this.source = source;
  }

  void setSource(PcmSource source) {
    this.source = source;
  }

  /** Returns the level of the frame read last, 0 to 1. */
  double level() {
    return level;
  }

  void send(List<PlainConnection> connections, int passed) {
    if (!started && connections.stream().noneMatch(PlainConnection::sends)) {
      return;
    }
    boolean marker = !started || passed > 1;
    started = true;
    // Missed beats leave a gap in the timestamps, as a pause does, and none in the sound.
    timestamp = (timestamp + (long) passed * PcmSource.FRAME) & 0xFFFF_FFFFL;
    if (!source.read(frame)) {
      Arrays.fill(frame, (short) 0);
    }
    level = Spectrum.linear(Spectrum.level(frame));
    // All tracks carry this one source, so they are muted together, or the others fade, too.
    Fade fade = Fade.NONE;
    for (PlainConnection connection : connections) {
      Fade one = connection.begin(timestamp);
      fade = one == Fade.NONE ? fade : one;
    }
    fade.apply(frame);
    int audioLevel = AudioLevel.of(frame);
    int length = encoder.encode(frame, 0, packet);
    for (PlainConnection connection : connections) {
      if (connection.sends()) {
        connection.send(packet, length, SILENCE, timestamp, marker, audioLevel);
      }
    }
  }
}
