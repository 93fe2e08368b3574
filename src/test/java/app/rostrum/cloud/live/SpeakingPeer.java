package app.rostrum.cloud.live;

import app.rostrum.cloud.rooms.AudioTap;
import app.rostrum.media.plain.PcmSource;
import app.rostrum.rtc.Direction;
import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.rtc.RtpTransceiver;
import app.rostrum.rtc.opus.OpusCodec;
import app.rostrum.wire.rtp.RtpPacket;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A speaker with a real connection to a room, whose packets a tap hears. */
final class SpeakingPeer implements AutoCloseable {
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("speaker").factory());
  private final OpusCodec.Encoder encoder = new OpusCodec.Encoder(32_000);
  private final byte[] packet = new byte[1500];
  private final short[] frame = new short[960];
  private final MediaPort port;
  private final RtcPeer client;
  private final RtcPeer server;
  private final RtpTransceiver track;
  private volatile PcmSource source;
  private long timestamp;

  SpeakingPeer(MediaPort room, String identity, PcmSource source, AudioTap tap) throws Exception {
    this.source = source;
    String trackSid = "MT" + identity;
    port = Loopback.port();
    client = RtcPeer.create(port, RtcPeer.IceRole.FULL, state -> {});
    server =
        RtcPeer.create(
            room,
            RtcPeer.IceRole.LITE,
            new RtcPeer.Listener() {
              @Override
              public void onState(RtcPeer.State state) {}

              @Override
              public void onRtp(RtpTransceiver transceiver, RtpPacket rtp) {
                tap.onPacket(trackSid, rtp, System.nanoTime());
              }
            });
    track = client.addAudio(Direction.SENDONLY, trackSid);
    client.acceptAnswer(server.answer(client.createOffer()));
    tap.onTrack(identity, trackSid, true);
    clock.scheduleAtFixedRate(this::speak, 0, 20, TimeUnit.MILLISECONDS);
  }

  void setSource(PcmSource next) {
    source = next;
  }

  private void speak() {
    source.read(frame);
    int length = encoder.encode(frame, 0, packet);
    timestamp += 960;
    track.sendOpus(packet, length, timestamp, false, -1, new int[0], new byte[0]);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    client.close();
    server.close();
    port.close();
  }
}
