package app.rostrum.hosting;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.DeskCall;
import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.LobbyList;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.backend.StreamSummary;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A backend that tells which credentials it gives, and proves an identity by a kept token. */
record HostingBackend(Backend backend, Optional<String> proof, Listener listener)
    implements Backend {
  /** The refusals of a stream that has ended, the second one if a later one has its name. */
  private static final Set<String> GONE =
      Set.of("error finding room", "access token of another stream");

  /** Hears of the credentials of one person in one stream. */
  interface Listener {
    /**
     * @param asHost whether these are certainly a host's
     */
    void admitted(String roomSid, String token, boolean asHost);

    /** The stream has ended. */
    void gone();
  }

  private StreamCredentials told(boolean asHost, Supplier<StreamCredentials> call) {
    StreamCredentials credentials;
    try {
      credentials = call.get();
    } catch (BackendException e) {
      throw noted(e);
    }
    listener.admitted(credentials.roomSid(), credentials.token(), asHost);
    return credentials;
  }

  private BackendException noted(BackendException refusal) {
    if (GONE.contains(String.valueOf(refusal.getMessage()))) {
      listener.gone();
    }
    return refusal;
  }

  @Override
  public String address() {
    return backend.address();
  }

  @Override
  public Optional<Fingerprint> fingerprint() {
    return backend.fingerprint();
  }

  @Override
  public void verifyPasscode() {
    backend.verifyPasscode();
  }

  @Override
  public boolean servesInvitationPages() {
    return backend.servesInvitationPages();
  }

  @Override
  public Optional<List<StreamSummary>> listStreams() {
    return backend.listStreams();
  }

  @Override
  public Optional<LobbyList> listLobby() {
    return backend.listLobby();
  }

  @Override
  public StreamCredentials createStream(
      String identity, String streamName, boolean openStage, boolean chat, String creationKey) {
    return told(
        true, () -> backend.createStream(identity, streamName, openStage, chat, creationKey));
  }

  @Override
  public StreamCredentials joinAsSpeaker(
      String identity, String streamName, @Nullable String accessToken) {
    String token = accessToken == null ? proof.orElse(null) : accessToken;
    return told(false, () -> backend.joinAsSpeaker(identity, streamName, token));
  }

  @Override
  public StreamCredentials joinAsViewer(
      String identity, String streamName, @Nullable String accessToken) {
    try {
      return backend.joinAsViewer(
          identity, streamName, accessToken == null ? proof.orElse(null) : accessToken);
    } catch (BackendException e) {
      throw noted(e);
    }
  }

  @Override
  public void viewerConnectedToPlayer(String identity, String streamName, String accessToken) {
    backend.viewerConnectedToPlayer(identity, streamName, accessToken);
  }

  @Override
  public void raiseHand(
      String identity, String streamName, boolean raised, String text, String accessToken) {
    backend.raiseHand(identity, streamName, raised, text, accessToken);
  }

  @Override
  public void desk(String streamName, DeskCall call, String accessToken) {
    backend.desk(streamName, call, accessToken);
  }

  @Override
  public void sendReaction(
      String identity, String streamName, String reaction, String accessToken) {
    backend.sendReaction(identity, streamName, reaction, accessToken);
  }

  @Override
  public void sendSpeakerInvite(String identity, String roomSid, String accessToken) {
    backend.sendSpeakerInvite(identity, roomSid, accessToken);
  }

  @Override
  public void removeSpeaker(String identity, String streamName, String accessToken) {
    backend.removeSpeaker(identity, streamName, accessToken);
  }

  @Override
  public StreamCredentials takeOverStream(String identity, String streamName, String accessToken) {
    return told(true, () -> backend.takeOverStream(identity, streamName, accessToken));
  }

  @Override
  public void deleteStream(String streamName, String accessToken) {
    backend.deleteStream(streamName, accessToken);
    listener.gone();
  }
}
