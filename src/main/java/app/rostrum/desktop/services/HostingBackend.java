package app.rostrum.desktop.services;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.backend.StreamSummary;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A backend that tells which credentials it gives, and proves an identity by a kept token. */
record HostingBackend(Backend backend, Optional<String> proof, Listener listener)
    implements Backend {
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
      if ("error finding room".equals(e.getMessage())) {
        listener.gone();
      }
      throw e;
    }
    listener.admitted(credentials.roomSid(), credentials.token(), asHost);
    return credentials;
  }

  @Override
  public String address() {
    return backend.address();
  }

  @Override
  public void verifyPasscode() {
    backend.verifyPasscode();
  }

  @Override
  public Optional<List<StreamSummary>> listStreams() {
    return backend.listStreams();
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
    return backend.joinAsViewer(identity, streamName, accessToken);
  }

  @Override
  public void viewerConnectedToPlayer(String identity, String streamName, String accessToken) {
    backend.viewerConnectedToPlayer(identity, streamName, accessToken);
  }

  @Override
  public void raiseHand(String identity, String streamName, boolean raised, String accessToken) {
    backend.raiseHand(identity, streamName, raised, accessToken);
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
