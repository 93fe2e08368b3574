package app.rostrum.cloud.live;

import app.rostrum.cloud.rooms.AudioTap;
import app.rostrum.cloud.rooms.RoomAudio;
import app.rostrum.wire.rtp.RtpPacket;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A running media processor: taps a room, mixes its speakers, and feeds broadcasts. */
final class MixedRoom implements AutoCloseable {
  private final Mixer mixer = new Mixer(VoiceDecoder::opus);
  private final List<Broadcast> outputs;
  private final MixLoop loop;
  private AudioTap.@Nullable Handle tap;

  private MixedRoom(String name, List<Broadcast> outputs, LiveCounters counters) {
    this.outputs = outputs;
    this.loop =
        new MixLoop(name, mixer, MixLoop.MixEncoder.opus(), this::send, counters, System::nanoTime);
  }

  /**
   * Starts mixing.
   *
   * @param onRoomEnded called on the room's thread, which must not be held up
   * @return empty if there is no such room
   */
  static Optional<MixedRoom> start(
      MediaProcessor processor,
      RoomAudio rooms,
      List<Broadcast> outputs,
      LiveCounters counters,
      Runnable onRoomEnded) {
    var room = new MixedRoom(processor.sid(), outputs, counters);
    Optional<AudioTap.Handle> tap =
        rooms.tap(processor.context().room(), room.listening(onRoomEnded));
    tap.ifPresent(room::begin);
    return tap.map(handle -> room);
  }

  private void begin(AudioTap.Handle handle) {
    tap = handle;
    loop.start();
    outputs.forEach(output -> output.setActive(true));
  }

  private void send(MixedFrame frame) {
    for (Broadcast output : outputs) {
      output.send(frame);
    }
  }

  private AudioTap listening(Runnable onRoomEnded) {
    return new AudioTap() {
      @Override
      public void onTrack(String identity, String trackSid, boolean enabled) {
        mixer.track(identity, trackSid, enabled);
      }

      @Override
      public void onTrackEnded(String trackSid) {
        mixer.trackEnded(trackSid);
      }

      @Override
      public void onPacket(String trackSid, RtpPacket packet, long receivedNanos) {
        mixer.packet(trackSid, packet, receivedNanos);
      }

      @Override
      public void onRoomEnded() {
        onRoomEnded.run();
      }
    };
  }

  @Override
  public void close() {
    if (tap != null) {
      tap.close();
    }
    loop.close();
    outputs.forEach(output -> output.setActive(false));
  }
}
