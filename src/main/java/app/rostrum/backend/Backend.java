package app.rostrum.backend;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The reference API. Every call blocks until it is answered, and throws a {@link BackendException}
 * if it fails or nothing has been received for a while; call it on a virtual thread. The access
 * token proves a person's identity; a plain reference deployment ignores it.
 */
public interface Backend {
  /** Returns the address that calls go to; empty if there is none. */
  default String address() {
    return "";
  }

  /**
   * Returns the fingerprint of the only computer that is accepted at that address, and at all
   * others that its answers name; empty for those that an authority vouches for.
   */
  default Optional<Fingerprint> fingerprint() {
    return Optional.empty();
  }

  void verifyPasscode();

  /**
   * Returns whether the backend has said, to the last {@link #verifyPasscode}, that it serves pages
   * for invitations ({@link InvitationLink#asPage}).
   */
  default boolean servesInvitationPages() {
    return false;
  }

  /** Returns the live streams; empty if this deployment cannot list them. */
  Optional<List<StreamSummary>> listStreams();

  /** Returns the live streams and what goes with them; empty if this deployment lists none. */
  default Optional<LobbyList> listLobby() {
    return listStreams().map(streams -> new LobbyList(streams, ""));
  }

  /**
   * @param openStage whether anybody may join as a speaker
   * @param chat whether people can chat; a plain reference deployment decides that itself and tells
   *     it in its answer
   * @param creationKey 16 to 64 letters, digits and hyphens that nobody can guess. The same call
   *     with the same key, within ten minutes, gives credentials for the stream that the first one
   *     made, whose answer may have been lost; a plain reference deployment refuses it
   */
  StreamCredentials createStream(
      String identity, String streamName, boolean openStage, boolean chat, String creationKey);

  /** As above, for a caller that does not ask again. */
  default StreamCredentials createStream(
      String identity, String streamName, boolean openStage, boolean chat) {
    return createStream(identity, streamName, openStage, chat, UUID.randomUUID().toString());
  }

  /** As above, with chat. */
  default StreamCredentials createStream(String identity, String streamName, boolean openStage) {
    return createStream(identity, streamName, openStage, true);
  }

  StreamCredentials joinAsSpeaker(String identity, String streamName, @Nullable String accessToken);

  StreamCredentials joinAsViewer(String identity, String streamName, @Nullable String accessToken);

  void viewerConnectedToPlayer(String identity, String streamName, String accessToken);

  /**
   * @param text what the person wants to say, up to 140 characters; a plain reference deployment
   *     ignores it. A hand that is up keeps its text if this one is empty
   */
  void raiseHand(
      String identity, String streamName, boolean raised, String text, String accessToken);

  /** As above, without a text. */
  default void raiseHand(String identity, String streamName, boolean raised, String accessToken) {
    raiseHand(identity, streamName, raised, "", accessToken);
  }

  /** Makes a call of the host's desk. */
  void desk(String streamName, DeskCall call, String accessToken);

  /**
   * Shows a reaction to everybody in the stream, where {@link StreamCredentials#reactionsDocument}
   * says that this deployment has them.
   *
   * @param reaction applause, heart, laugh, thumbs_up, wow or celebrate
   */
  void sendReaction(String identity, String streamName, String reaction, String accessToken);

  void sendSpeakerInvite(String identity, String roomSid, String accessToken);

  void removeSpeaker(String identity, String streamName, String accessToken);

  /** Makes a speaker the host of a stream whose host has been lost; returns fresh credentials. */
  StreamCredentials takeOverStream(String identity, String streamName, String accessToken);

  void deleteStream(String streamName, String accessToken);
}
