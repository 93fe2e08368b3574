package app.rostrum.media.plain;

import app.rostrum.media.PeerConnection.Contributor;
import app.rostrum.media.RemoteAudioTrack;
import app.rostrum.rtc.OpusCodec;
import app.rostrum.wire.rtp.RtpPacket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A track that is received: counted by the network's thread, played by the {@link Ticker}'s.
 * Without playing there is neither a buffer nor a decoder.
 */
final class PlainRemoteTrack implements RemoteAudioTrack {
  private static final int LONGEST_PACKET = 5_760;

  private final String id;
  private final Reception reception = new Reception();
  private final Contributors contributors = new Contributors();
  private final @Nullable Playout playout;
  private volatile double volume = 1;

  PlainRemoteTrack(String id, boolean plays) {
    this.id = id;
    this.playout = plays ? new Playout() : null;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void setVolume(double volume) {
    this.volume = Math.clamp(volume, 0, 1);
  }

  synchronized void onPacket(RtpPacket packet, long now) {
    reception.onPacket(packet, now);
    contributors.onPacket(packet, now);
    if (playout != null) {
      playout.buffer.put(packet, now);
    }
  }

  /** Fills the next 20 ms, with the volume applied; only for a track that plays. */
  void play(short[] frame, long now) {
    if (playout != null) {
      playout.fill(frame, now);
    }
  }

  synchronized double level(long now) {
    return reception.level(now);
  }

  synchronized List<Contributor> contributors(long now) {
    return contributors.recent(now);
  }

  synchronized long packets() {
    return reception.packets();
  }

  synchronized long recentExpected() {
    return reception.recentExpected();
  }

  synchronized long recentLost() {
    return reception.recentLost();
  }

  synchronized Duration jitter() {
    return Duration.ofNanos(reception.jitterNanos());
  }

  synchronized Duration playoutDelay() {
    return Duration.ofNanos(playout == null ? 0 : playout.buffer.waitNanos());
  }

  /** Decodes what the buffer gives into an even stream of frames. */
  private final class Playout {
    private final JitterBuffer buffer = new JitterBuffer();
    private final OpusCodec.Decoder decoder = new OpusCodec.Decoder();
    private final short[] decoded = new short[LONGEST_PACKET];
    private int position;
    private int available;
    private double gain = 1;

    void fill(short[] frame, long now) {
      int filled = 0;
      while (filled < frame.length) {
        if (position == available) {
          decodeNext(now);
        }
        int count = Math.min(frame.length - filled, available - position);
        System.arraycopy(decoded, position, frame, filled, count);
        position += count;
        filled += count;
      }
      applyVolume(frame);
    }

    private void decodeNext(long now) {
      JitterBuffer.Next next;
      synchronized (PlainRemoteTrack.this) {
        next = buffer.next(now);
      }
      int samples =
          switch (next) {
            case JitterBuffer.Next.Play play -> {
              int count = decoder.decode(play.packet().payload(), decoded);
              int duration = count > 0 ? count : PcmSource.FRAME;
              synchronized (PlainRemoteTrack.this) {
                buffer.played(duration);
              }
              yield count;
            }
            case JitterBuffer.Next.Conceal lost ->
                decoder.conceal(
                    lost.following() == null ? null : lost.following().payload(), decoded);
            case JitterBuffer.Next.Silence silence -> 0;
          };
      if (samples <= 0) {
        java.util.Arrays.fill(decoded, 0, PcmSource.FRAME, (short) 0);
        samples = PcmSource.FRAME;
      }
      position = 0;
      available = samples;
    }

    /** Goes to a new volume within one frame, so that it does not click. */
    private void applyVolume(short[] frame) {
      double target = volume;
      if (gain == 1 && target == 1) {
        return;
      }
      double step = (target - gain) / frame.length;
      for (int i = 0; i < frame.length; i++) {
        gain += step;
        frame[i] = (short) Math.round(frame[i] * gain);
      }
      gain = target;
    }
  }
}
