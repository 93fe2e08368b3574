package app.rostrum.cloud.live;

import app.rostrum.cloud.rooms.AudioTap;
import app.rostrum.cloud.rooms.RoomAudio;
import app.rostrum.wire.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A running media processor: taps a room, mixes its speakers, and feeds broadcasts. */
final class MixedRoom implements PacedMix.Output, AutoCloseable {
  private final Mixer mixer = new Mixer(VoiceDecoder::opus);
  private final List<Broadcast> outputs;
  private final IntToDoubleFunction shareOfSending;
  private final PacketLength packetLength = new PacketLength(); // Of the turn of the mix.
  private final PacedMix mix;
  private final List<Runnable> subscriptions = new ArrayList<>();
  private AudioTap.@Nullable Handle tap;

  private MixedRoom(
      String name,
      List<Broadcast> outputs,
      MixClock clock,
      LiveCounters counters,
      IntToDoubleFunction shareOfSending) {
    this.outputs = outputs;
    this.shareOfSending = shareOfSending;
    this.mix =
        new PacedMix(
            name, mixer, PacedMix.MixEncoder.opus(), this, counters, clock, System::nanoTime);
  }

  /**
   * Starts mixing.
   *
   * @param clock runs the mix
   * @param shareOfSending the share of the sending threads' time that a number of listeners takes
   * @param onRoomEnded called on the room's thread, which must not be held up
   * @return empty if there is no such room
   */
  static Optional<MixedRoom> start(
      MediaProcessor processor,
      RoomAudio rooms,
      List<Broadcast> outputs,
      MixClock clock,
      LiveCounters counters,
      IntToDoubleFunction shareOfSending,
      Runnable onRoomEnded) {
    var room = new MixedRoom(processor.sid(), outputs, clock, counters, shareOfSending);
    Optional<AudioTap.Handle> tap =
        rooms.tap(processor.context().room(), room.listening(onRoomEnded));
    tap.ifPresent(room::begin);
    return tap.map(handle -> room);
  }

  private void begin(AudioTap.Handle handle) {
    tap = handle;
    for (Broadcast output : outputs) {
      subscriptions.add(output.onListener(mix::listenerCame));
      output.setActive(true);
    }
    if (hasListeners()) {
      mix.listenerCame();
    }
  }

  @Override
  public boolean hasListeners() {
    return listeners() > 0;
  }

  @Override
  public int framesPerPacket() {
    return packetLength.next(shareOfSending.applyAsDouble(listeners()));
  }

  private int listeners() {
    int count = 0;
    for (Broadcast output : outputs) {
      count += output.listeners();
    }
    return count;
  }

  @Override
  public void send(MixedFrame frame) {
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
        mix.packet(trackSid, packet, receivedNanos);
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
    mix.close();
    subscriptions.forEach(Runnable::run);
    outputs.forEach(output -> output.setActive(false));
  }
}
