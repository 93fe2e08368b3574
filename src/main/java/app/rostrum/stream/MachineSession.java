package app.rostrum.stream;

import app.rostrum.backend.DeskCall;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A session that turns each method into a command for its {@link Machine}. */
record MachineSession(Machine machine) implements StreamSession {
  /** The time that {@link #close} waits for goodbyes to be sent. */
  private static final Duration CLOSING = Duration.ofSeconds(2);

  @Override
  public StreamState state() {
    return machine.state();
  }

  @Override
  public Optional<SoundFigures> sound() {
    return machine.sound();
  }

  @Override
  public void setMicrophone(boolean on) {
    machine.command(new Event.Command.Microphone(on));
  }

  @Override
  public void raiseHand(boolean raised, String text) {
    machine.command(new Event.Command.Hand(raised, text));
  }

  @Override
  public void react(Reaction reaction) {
    machine.command(new Event.Command.React(reaction));
  }

  @Override
  public void desk(DeskCall call) {
    machine.command(new Event.Command.Desk(call));
  }

  @Override
  public void acceptInvitation(boolean microphoneOn) {
    machine.command(new Event.Command.Accept(microphoneOn));
  }

  @Override
  public void declineInvitation() {
    machine.command(new Event.Command.Decline());
  }

  @Override
  public void leaveStage() {
    machine.command(new Event.Command.LeaveStage());
  }

  @Override
  public void invite(String identity) {
    machine.command(new Event.Command.Invite(identity));
  }

  @Override
  public void lowerHand(String identity) {
    machine.command(new Event.Command.LowerHand(identity));
  }

  @Override
  public void moveToAudience(String identity) {
    machine.command(new Event.Command.MoveToAudience(identity));
  }

  @Override
  public void setVolume(double volume) {
    machine.command(new Event.Command.Volume(Math.clamp(volume, 0, 1)));
  }

  @Override
  public void silence(String identity, boolean silent) {
    machine.command(new Event.Command.Silence(identity, silent));
  }

  @Override
  public void followLevels(boolean followed) {
    machine.command(new Event.Command.Levels(followed));
  }

  @Override
  public void mute(String identity) {
    machine.command(new Event.Command.Mute(Optional.of(identity)));
  }

  @Override
  public void muteAll() {
    machine.command(new Event.Command.Mute(Optional.empty()));
  }

  @Override
  public void sendMessage(String text) {
    machine.command(new Event.Command.ChatCommand.Send(text));
  }

  @Override
  public void sendMessageAgain(long id) {
    machine.command(new Event.Command.ChatCommand.SendAgain(id));
  }

  @Override
  public void discardMessage(long id) {
    machine.command(new Event.Command.ChatCommand.Discard(id));
  }

  @Override
  public void editMessage(long id, String text) {
    machine.command(new Event.Command.ChatCommand.Edit(id, text));
  }

  @Override
  public void removeMessage(long id) {
    machine.command(new Event.Command.ChatCommand.Remove(id));
  }

  @Override
  public void loadEarlierMessages() {
    machine.command(new Event.Command.ChatCommand.LoadEarlier());
  }

  @Override
  public void typing() {
    machine.command(new Event.Command.ChatCommand.Typing());
  }

  @Override
  public void followChat(boolean visible) {
    machine.command(new Event.Command.ChatCommand.Seen(visible));
  }

  @Override
  public void takeOver() {
    machine.command(new Event.Command.TakeOver());
  }

  @Override
  public void endStream() {
    machine.command(new Event.Command.EndStream());
  }

  @Override
  public void reconnect() {
    machine.command(new Event.Command.Reconnect());
  }

  @Override
  public void leave() {
    machine.command(new Event.Command.Leave());
  }

  @Override
  public CompletableFuture<Void> settled() {
    return machine.settled();
  }

  @Override
  public void close() {
    leave();
    machine.awaitClosed(CLOSING);
  }
}
