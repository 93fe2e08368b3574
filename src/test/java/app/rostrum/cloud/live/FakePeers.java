package app.rostrum.cloud.live;

import app.rostrum.rtc.RtcPeer;
import app.rostrum.rtc.SdpRefusedException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Listeners without a network: they answer "answer" and count what they get. */
final class FakePeers implements ListenerPeer.Factory {
  /** The exception thrown instead of creating a peer. */
  volatile @Nullable Error createFailure;

  /** The exception thrown by peers instead of an answer. */
  volatile @Nullable Error failure;

  final class FakePeer implements ListenerPeer {
    final Consumer<RtcPeer.State> states;
    final List<MixedFrame> frames = new CopyOnWriteArrayList<>();
    volatile boolean closed;

    FakePeer(Consumer<RtcPeer.State> states) {
      this.states = states;
    }

    @Override
    public String answer(String offer) throws SdpRefusedException {
      Error failing = failure;
      if (failing != null) {
        throw failing;
      }
      if (!offer.startsWith("v=0")) {
        throw new SdpRefusedException("not a session description");
      }
      return "answer to " + offer;
    }

    @Override
    public void send(MixedFrame frame) {
      frames.add(frame);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  final List<FakePeer> peers = new CopyOnWriteArrayList<>();

  @Override
  public ListenerPeer create(Consumer<RtcPeer.State> states) {
    Error failing = createFailure;
    if (failing != null) {
      throw failing;
    }
    var peer = new FakePeer(states);
    peers.add(peer);
    return peer;
  }
}
