package app.rostrum.cloud.live;

import app.rostrum.rtc.RtcPeer;
import app.rostrum.rtc.SdpRefusedException;
import java.util.function.Consumer;

/** The media connection to one listener; the interface between WHEP and {@code rtc}. */
interface ListenerPeer extends AutoCloseable {
  /** Makes peers. */
  @FunctionalInterface
  interface Factory {
    /**
     * @param states hears the peer's states on its own threads
     */
    ListenerPeer create(Consumer<RtcPeer.State> states);
  }

  /** Takes the listener's offer and answers it. */
  String answer(String offer) throws SdpRefusedException;

  /** Encrypts and sends a frame without waiting. Dropped if the connection is not up. */
  void send(MixedFrame frame);

  @Override
  void close();
}
