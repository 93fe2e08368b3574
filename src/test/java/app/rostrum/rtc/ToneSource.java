package app.rostrum.rtc;

import app.rostrum.rtc.opus.OpusCodec;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends a tone on a section, 50 packets a second. */
final class ToneSource implements AutoCloseable {
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("tone").daemon().factory());
  private final OpusCodec.Encoder encoder = new OpusCodec.Encoder(32_000);
  private final short[] pcm = Tone.of(0, 960, 0);
  private final byte[] packet = new byte[1275];
  private final double step;
  private double phase;
  private long timestamp;

  ToneSource(RtpTransceiver section, double hertz, int... csrcs) {
    step = 2 * Math.PI * hertz / 48_000;
    byte[] levels = new byte[csrcs.length];
    var unused =
        clock.scheduleAtFixedRate(() -> send(section, csrcs, levels), 0, 20, TimeUnit.MILLISECONDS);
  }

  private void send(RtpTransceiver section, int[] csrcs, byte[] levels) {
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) (10_000 * Math.sin(phase));
      phase += step;
    }
    int length = encoder.encode(pcm, 0, packet);
    section.sendOpus(packet, length, timestamp, timestamp == 0, 20, csrcs, levels);
    timestamp += 960;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
