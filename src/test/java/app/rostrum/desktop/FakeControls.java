package app.rostrum.desktop;

import app.rostrum.desktop.services.ChatControls;
import app.rostrum.desktop.services.StreamControls;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was asked of it. */
public final class FakeControls implements StreamControls {
  private final List<String> asked = new CopyOnWriteArrayList<>();

  public List<String> asked() {
    return asked;
  }

  @Override
  public void setMicrophone(boolean on) {
    asked.add("microphone " + on);
  }

  @Override
  public void raiseHand(boolean raised) {
    asked.add("hand " + raised);
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
  public ChatControls chat() {
    return new FakeChatControls(asked);
  }

  @Override
  public void setVolume(double volume) {
    asked.add("volume " + volume);
  }

  @Override
  public void endStream() {
    asked.add("end");
  }

  @Override
  public void leave() {
    asked.add("leave");
  }

  @Override
  public void close() {
    asked.add("close");
  }
}
