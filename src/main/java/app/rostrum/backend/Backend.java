package app.rostrum.backend;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reference API. Every call blocks until it is answered, for 10 s at most, and throws a {@link
 * BackendException} if it fails; call it on a virtual thread. The access token proves a person's
 * identity; a plain reference deployment ignores it.
 */
public interface Backend {
  void verifyPasscode();

  /** Returns the live streams; empty if this deployment cannot list them. */
  Optional<List<StreamSummary>> listStreams();

  /**
   * @param openStage whether anybody may join as a speaker
   * @param chat whether people can chat; a plain reference deployment decides that itself and tells
   *     it in its answer
   */
  StreamCredentials createStream(
      String identity, String streamName, boolean openStage, boolean chat);

  /** As above, with chat. */
  default StreamCredentials createStream(String identity, String streamName, boolean openStage) {
    return createStream(identity, streamName, openStage, true);
  }

  StreamCredentials joinAsSpeaker(String identity, String streamName, @Nullable String accessToken);

  StreamCredentials joinAsViewer(String identity, String streamName, @Nullable String accessToken);

  void viewerConnectedToPlayer(String identity, String streamName, String accessToken);

  void raiseHand(String identity, String streamName, boolean raised, String accessToken);

  void sendSpeakerInvite(String identity, String roomSid, String accessToken);

  void removeSpeaker(String identity, String streamName, String accessToken);

  /** Makes a speaker the host of a stream whose host has been lost; returns fresh credentials. */
  StreamCredentials takeOverStream(String identity, String streamName, String accessToken);

  void deleteStream(String streamName, String accessToken);
}
