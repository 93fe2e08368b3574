package app.rostrum.media.plain;

import app.rostrum.media.IceServer;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.PeerConnection;
import java.util.List;

/**
 * A media engine without devices: sends what a {@link PcmSource} gives and hands what it receives
 * to a {@link PcmSink}. Encodes once, however many connections there are. For bots, load, tests and
 * demonstrations. ICE servers are not used: the other end must be reachable directly.
 */
public final class PlainEngine implements MediaEngine {
  private PlainEngine() {}

  /**
   * @param source read every 20 ms from the first connection on
   * @param sink {@link PcmSink#DISCARD} to count packets and read levels without decoding
   */
  public static PlainEngine create(PcmSource source, PcmSink sink) {
    throw new UnsupportedOperationException();
  }

  /** Sends something else from the next frame on. */
  public void setSource(PcmSource source) {
    throw new UnsupportedOperationException();
  }

  @Override
  public LocalAudioTrack createAudioTrack(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PeerConnection connect(List<IceServer> iceServers, PeerConnection.Listener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
