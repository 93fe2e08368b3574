package app.rostrum.cloud.live;

import app.rostrum.rtc.Direction;
import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.rtc.RtpTransceiver;
import app.rostrum.rtc.SdpRefusedException;
import java.util.function.Consumer;

/** A listener on {@link RtcPeer}: one Opus track towards it, nothing from it. */
final class RtcListenerPeer implements ListenerPeer {
  /** The frames that count as left out at most: five seconds. */
  private static final int MOST_LEFT_OUT = 250;

  private final RtcPeer peer;
  private final RtpTransceiver audio;

  // Of the one thread that sends.
  private long next = -1;
  private int missing;

  RtcListenerPeer(MediaPort port, String trackId, Consumer<RtcPeer.State> states) {
    peer = RtcPeer.create(port, RtcPeer.IceRole.LITE, states::accept);
    audio = peer.addAudio(Direction.SENDONLY, trackId);
  }

  @Override
  public String answer(String offer) throws SdpRefusedException {
    String answer = peer.answer(offer);
    if (!audio.currentDirection().sends()) {
      throw new SdpRefusedException("the offer has no audio section that receives");
    }
    return answer;
  }

  @Override
  public void send(MixedFrame frame) {
    if (frame.frames() > 1
        && frame.frames() * PacedMix.PERIOD_NANOS > audio.longestPacket().toNanos()) {
      frame.parts().forEach(this::sendWhole);
    } else {
      sendWhole(frame);
    }
  }

  private void sendWhole(MixedFrame frame) {
    if (next >= 0 && frame.number() > next) {
      missing = (int) Math.min(missing + frame.number() - next, MOST_LEFT_OUT);
      // One number for each packet that is missing, so that receivers see the share of the sound.
      audio.leaveOut(missing / frame.frames());
      missing %= frame.frames();
    }
    next = frame.number() + frame.frames();
    audio.sendOpus(
        frame.opus(),
        frame.opus().length,
        frame.timestamp(),
        frame.marker(),
        frame.level(),
        frame.csrcs(),
        frame.csrcLevels());
  }

  @Override
  public void close() {
    peer.close();
  }
}
