package app.rostrum.desktop.services;

import app.rostrum.stream.StreamSession;

/** Hands everything on to a {@link StreamSession}. */
record SessionControls(StreamSession session) implements StreamControls {
  @Override
  public void setMicrophone(boolean on) {
    session.setMicrophone(on);
  }

  @Override
  public void raiseHand(boolean raised) {
    session.raiseHand(raised);
  }

  @Override
  public void acceptInvitation(boolean microphoneOn) {
    session.acceptInvitation(microphoneOn);
  }

  @Override
  public void declineInvitation() {
    session.declineInvitation();
  }

  @Override
  public void leaveStage() {
    session.leaveStage();
  }

  @Override
  public void invite(String identity) {
    session.invite(identity);
  }

  @Override
  public void lowerHand(String identity) {
    session.lowerHand(identity);
  }

  @Override
  public void moveToAudience(String identity) {
    session.moveToAudience(identity);
  }

  @Override
  public void mute(String identity) {
    session.mute(identity);
  }

  @Override
  public void muteAll() {
    session.muteAll();
  }

  @Override
  public ChatControls chat() {
    return new SessionChat(session);
  }

  @Override
  public void setVolume(double volume) {
    session.setVolume(volume);
  }

  @Override
  public void endStream() {
    session.endStream();
  }

  @Override
  public void leave() {
    session.leave();
  }

  @Override
  public void close() {
    session.close();
  }
}
