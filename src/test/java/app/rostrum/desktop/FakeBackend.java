package app.rostrum.desktop;

import app.rostrum.backend.Backend;
import app.rostrum.backend.DeskCall;
import app.rostrum.backend.LobbyList;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.backend.StreamSummary;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A backend that only lists streams. Sessions are fakes too and never call it. */
public final class FakeBackend implements Backend {
  private volatile Supplier<Optional<List<StreamSummary>>> streams = () -> Optional.of(List.of());
  private volatile String message = "";

  public void lists(List<StreamSummary> live) {
    streams = () -> Optional.of(live);
  }

  /** Announces a message beside the list. */
  public void announces(String text) {
    message = text;
  }

  public void cannotList() {
    streams = Optional::empty;
  }

  public void fails(RuntimeException failure) {
    streams =
        () -> {
          throw failure;
        };
  }

  @Override
  public void verifyPasscode() {}

  @Override
  public Optional<List<StreamSummary>> listStreams() {
    return streams.get();
  }

  @Override
  public Optional<LobbyList> listLobby() {
    return streams.get().map(live -> new LobbyList(live, message));
  }

  @Override
  public StreamCredentials createStream(
      String identity, String streamName, boolean openStage, boolean chat, String creationKey) {
    throw new AssertionError("screens do not call this");
  }

  @Override
  public StreamCredentials joinAsSpeaker(
      String identity, String streamName, @Nullable String accessToken) {
    throw new AssertionError("screens do not call this");
  }

  @Override
  public StreamCredentials joinAsViewer(
      String identity, String streamName, @Nullable String accessToken) {
    throw new AssertionError("screens do not call this");
  }

  @Override
  public void viewerConnectedToPlayer(String identity, String streamName, String accessToken) {
    throw new AssertionError("screens do not call this");
  }

  @Override
  public void raiseHand(
      String identity, String streamName, boolean raised, String text, String accessToken) {
    throw new AssertionError("screens do not call this");
  }

  @Override
  public void sendReaction(
      String identity, String streamName, String reaction, String accessToken) {}

  @Override
  public void desk(String streamName, DeskCall call, String accessToken) {
    throw new AssertionError("screens do not call this");
  }

  @Override
  public void sendSpeakerInvite(String identity, String roomSid, String accessToken) {
    throw new AssertionError("screens do not call this");
  }

  @Override
  public void removeSpeaker(String identity, String streamName, String accessToken) {
    throw new AssertionError("screens do not call this");
  }

  @Override
  public StreamCredentials takeOverStream(String identity, String streamName, String accessToken) {
    throw new AssertionError("screens do not call this");
  }

  @Override
  public void deleteStream(String streamName, String accessToken) {
    throw new AssertionError("screens do not call this");
  }
}
