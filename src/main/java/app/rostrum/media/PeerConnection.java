package app.rostrum.media;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A WebRTC connection. Its owner makes the negotiating calls one after another, each after the one
 * before has completed; a failed one completes exceptionally with a {@link MediaException}.
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

  /** Listens to one connection, on the engine's threads. Calls must return at once. */
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
   * The sound that is sent. Packets flow while the microphone is muted, too, but not without sound
   * that is captured.
   *
   * @param packets the number of packets sent so far
   * @param sinceReport the time since the other end last reported what it has received (RFC 3550,
   *     section 6.4); empty if it never has
   */
  record Upstream(long packets, Optional<Duration> sinceReport) {
    public static final Upstream NONE = new Upstream(0, Optional.empty());
  }

  /**
   * @param localLevel the level of the microphone's sound, 0 to 1, linear; of a muted one what it
   *     hears, or 0 if the engine does not measure that
   * @param remoteLevels the levels of received tracks by track id, 0 to 1, linear
   * @param contributors those in the mix within the last 200 ms or so
   * @param lossRatio the share of packets lost on the way to this end, 0 to 1
   * @param playoutDelay the mean time that a packet waits before it is played
   * @param route empty while there is none, or if the engine does not tell
   */
  record Stats(
      double localLevel,
      Map<String, Double> remoteLevels,
      List<Contributor> contributors,
      Optional<Duration> roundTripTime,
      double lossRatio,
      Duration jitter,
      Duration playoutDelay,
      long packetsReceived,
      Upstream upstream,
      Optional<MediaRoute> route) {}

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
   * Makes the next offer negotiate data channels even if there are none yet, so that later ones
   * need no exchange.
   */
  void prepareData();

  /** Makes an offer and applies it locally. */
  CompletableFuture<String> offer();

  /**
   * Makes the first offer of a connection that only receives, and applies it no sooner than its
   * answer: no candidates are gathered before {@link #useIceServers}. Engines without ICE servers
   * apply it at once.
   */
  default CompletableFuture<String> draftOffer() {
    return offer();
  }

  /**
   * Uses ICE servers for the candidates that are gathered from now on; those that the engine does
   * not understand are left out.
   */
  default void useIceServers(List<IceServer> servers) {}

  /** Applies an offer and answers it; a pending offer of this end is rolled back. */
  CompletableFuture<String> answer(String offer);

  CompletableFuture<Void> acceptAnswer(String answer);

  void addCandidate(String candidate, String mid, int lineIndex);

  void restartIce();

  CompletableFuture<Stats> stats();

  @Override
  void close();
}
