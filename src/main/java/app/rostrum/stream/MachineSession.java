package app.rostrum.stream;

import java.time.Duration;
import java.util.Optional;

/** A session that turns each method into a command for its {@link Machine}. */
record MachineSession(Machine machine) implements StreamSession {
  /** The time that {@link #close} waits for goodbyes to be sent. */
  private static final Duration CLOSING = Duration.ofSeconds(2);

  @Override
  public StreamState state() {
    return machine.state();
  }

  @Override
  public void setMicrophone(boolean on) {
    machine.wish(new Event.Wish.Microphone(on));
  }

  @Override
  public void raiseHand(boolean raised) {
    machine.wish(new Event.Wish.Hand(raised));
  }

  @Override
  public void acceptInvitation(boolean microphoneOn) {
    machine.wish(new Event.Wish.Accept(microphoneOn));
  }

  @Override
  public void declineInvitation() {
    machine.wish(new Event.Wish.Decline());
  }

  @Override
  public void leaveStage() {
    machine.wish(new Event.Wish.LeaveStage());
  }

  @Override
  public void invite(String identity) {
    machine.wish(new Event.Wish.Invite(identity));
  }

  @Override
  public void lowerHand(String identity) {
    machine.wish(new Event.Wish.LowerHand(identity));
  }

  @Override
  public void moveToAudience(String identity) {
    machine.wish(new Event.Wish.MoveToAudience(identity));
  }

  @Override
  public void setVolume(double volume) {
    machine.wish(new Event.Wish.Volume(Math.clamp(volume, 0, 1)));
  }

  @Override
  public void followLevels(boolean followed) {
    machine.wish(new Event.Wish.Levels(followed));
  }

  @Override
  public void mute(String identity) {
    machine.wish(new Event.Wish.Mute(Optional.of(identity)));
  }

  @Override
  public void muteAll() {
    machine.wish(new Event.Wish.Mute(Optional.empty()));
  }

  @Override
  public void sendMessage(String text) {
    machine.wish(new Event.Wish.Chatting.Send(text));
  }

  @Override
  public void sendMessageAgain(long id) {
    machine.wish(new Event.Wish.Chatting.SendAgain(id));
  }

  @Override
  public void discardMessage(long id) {
    machine.wish(new Event.Wish.Chatting.Discard(id));
  }

  @Override
  public void editMessage(long id, String text) {
    machine.wish(new Event.Wish.Chatting.Edit(id, text));
  }

  @Override
  public void removeMessage(long id) {
    machine.wish(new Event.Wish.Chatting.Remove(id));
  }

  @Override
  public void loadEarlierMessages() {
    machine.wish(new Event.Wish.Chatting.LoadEarlier());
  }

  @Override
  public void typing() {
    machine.wish(new Event.Wish.Chatting.Typing());
  }

  @Override
  public void followChat(boolean visible) {
    machine.wish(new Event.Wish.Chatting.Seen(visible));
  }

  @Override
  public void endStream() {
    machine.wish(new Event.Wish.EndStream());
  }

  @Override
  public void leave() {
    machine.wish(new Event.Wish.Leave());
  }

  @Override
  public void close() {
    leave();
    machine.awaitClosed(CLOSING);
  }
}
