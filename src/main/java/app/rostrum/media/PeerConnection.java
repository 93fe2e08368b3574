package app.rostrum.media;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One WebRTC connection. The negotiating calls are made one after another by their owner, each
 * after the one before has completed; a failed one completes exceptionally with a {@link
 * MediaException}.
 */
public interface PeerConnection extends AutoCloseable {
  /** The state of the transport, in the words of the W3C. */
  enum State {
    NEW,
    CONNECTING,
    CONNECTED,
    DISCONNECTED,
    FAILED,
    CLOSED
  }

  /** Hears one connection, on the engine's threads: hand over and return. */
  interface Listener {
    void onState(State state);

    /** A local candidate, trickled. The line begins with {@code candidate:}. */
    void onCandidate(String candidate, String mid, int lineIndex);

    /** The remote description has a track that sends. */
    void onTrack(RemoteAudioTrack track);

    /** A track's section no longer sends. */
    void onTrackEnded(RemoteAudioTrack track);

    /** The other end has opened a data channel. */
    default void onDataChannel(DataChannel channel) {}
  }

  /**
   * @param level 0 to 1, linear
   */
  record Contributor(long csrc, double level) {}

  /**
   * @param localLevel of what is sent, 0 to 1, linear
   * @param remoteLevels by track id, 0 to 1, linear
   * @param contributors who has been in the mix within the last 200 ms or so
   * @param lossRatio of packets on their way to here, 0 to 1
   * @param playoutDelay mean time a packet waits before it is played
   */
  record Stats(
      double localLevel,
      Map<String, Double> remoteLevels,
      List<Contributor> contributors,
      Optional<Duration> roundTripTime,
      double lossRatio,
      Duration jitter,
      Duration playoutDelay,
      long packetsReceived) {}

  /** Sends a track from the next exchange on. */
  void addTrack(LocalAudioTrack track);

  void removeTrack(LocalAudioTrack track);

  /**
   * Opens a data channel. The first one of a connection needs an exchange of descriptions, begun by
   * its owner.
   */
  DataChannel createDataChannel(String label, DataChannel.Options options);

  /** Asks to receive audio even if none is sent. */
  void receiveAudio();

  /**
   * Has the next offer negotiate data channels even if there are none yet, so that later ones need
   * no exchange.
   */
  void prepareData();

  /** Makes an offer and applies it locally. */
  CompletableFuture<String> offer();

  /** Applies an offer, rolling back a pending one of ours, and answers it. */
  CompletableFuture<String> answer(String offer);

  CompletableFuture<Void> acceptAnswer(String answer);

  void addCandidate(String candidate, String mid, int lineIndex);

  void restartIce();

  CompletableFuture<Stats> stats();

  @Override
  void close();
}
