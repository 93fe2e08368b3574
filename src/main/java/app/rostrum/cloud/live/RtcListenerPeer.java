package app.rostrum.cloud.live;

import app.rostrum.rtc.Direction;
import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.rtc.RtpTransceiver;
import app.rostrum.rtc.SdpRefusedException;
import java.util.function.Consumer;

/** A listener on {@link RtcPeer}: one Opus track towards it, nothing from it. */
final class RtcListenerPeer implements ListenerPeer {
  private final RtcPeer peer;
  private final RtpTransceiver audio;

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
