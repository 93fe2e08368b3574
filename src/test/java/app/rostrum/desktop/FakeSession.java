package app.rostrum.desktop;

import app.rostrum.backend.DeskCall;
import app.rostrum.media.MediaRoute;
import app.rostrum.media.MediaRoute.Candidate;
import app.rostrum.media.MediaRoute.Transport;
import app.rostrum.stream.Reaction;
import app.rostrum.stream.SoundFigures;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A session that writes down the commands it is given. */
public final class FakeSession implements StreamSession {
  private final List<String> asked = new CopyOnWriteArrayList<>();

  public List<String> asked() {
    return asked;
  }

  /** Never called, because screens get each state from the consumer. */
  @Override
  public StreamState state() {
    throw new UnsupportedOperationException("no state");
  }

  @Override
  public Optional<SoundFigures> sound() {
    return Optional.of(
        new SoundFigures(
            Optional.of(Duration.ofMillis(42)),
            0.004,
            Duration.ofMillis(38),
            Optional.of(new MediaRoute("opus", Transport.TCP, Candidate.SRFLX, Candidate.HOST))));
  }

  @Override
  public void setMicrophone(boolean on) {
    asked.add("microphone " + on);
  }

  @Override
  public void raiseHand(boolean raised, String text) {
    asked.add("hand " + raised + (text.isEmpty() ? "" : " " + text));
  }

  @Override
  public void react(Reaction reaction) {
    asked.add("react " + reaction);
  }

  @Override
  public void desk(DeskCall call) {
    asked.add(call.toString());
  }

  @Override
  public void acceptInvitation(boolean microphoneOn) {
    asked.add("accept " + microphoneOn);
  }

  @Override
  public void declineInvitation() {
    asked.add("decline");
  }

  @Override
  public void leaveStage() {
    asked.add("leave stage");
  }

  @Override
  public void invite(String identity) {
    asked.add("invite " + identity);
  }

  @Override
  public void lowerHand(String identity) {
    asked.add("lower " + identity);
  }

  @Override
  public void moveToAudience(String identity) {
    asked.add("move " + identity);
  }

  @Override
  public void mute(String identity) {
    asked.add("mute " + identity);
  }

  @Override
  public void muteAll() {
    asked.add("mute all");
  }

  @Override
  public void sendMessage(String text) {
    asked.add("send " + text);
  }

  @Override
  public void sendMessageAgain(long id) {
    asked.add("send again " + id);
  }

  @Override
  public void discardMessage(long id) {
    asked.add("discard " + id);
  }

  @Override
  public void editMessage(long id, String text) {
    asked.add("edit " + id + " " + text);
  }

  @Override
  public void removeMessage(long id) {
    asked.add("remove " + id);
  }

  @Override
  public void loadEarlierMessages() {
    asked.add("load earlier");
  }

  @Override
  public void typing() {
    asked.add("typing");
  }

  @Override
  public void followChat(boolean visible) {
    asked.add("follow chat " + visible);
  }

  @Override
  public void silence(String identity, boolean silent) {
    asked.add((silent ? "silence " : "hear ") + identity);
  }

  @Override
  public void setVolume(double volume) {
    asked.add("volume " + volume);
  }

  @Override
  public void followLevels(boolean followed) {
    asked.add("follow levels " + followed);
  }

  @Override
  public void takeOver() {
    asked.add("take over");
  }

  @Override
  public void endStream() {
    asked.add("end");
  }

  @Override
  public void reconnect() {
    asked.add("reconnect");
  }

  @Override
  public void leave() {
    asked.add("leave");
  }

  @Override
  public CompletableFuture<Void> settled() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    asked.add("close");
  }
}
