package app.rostrum.desktop.services;

import app.rostrum.stream.StreamSession;

/**
 * What a screen does with a stream; {@link StreamSession}'s methods, so that screens can be shown
 * and tested without one. Every method returns at once.
 */
public interface StreamControls extends AutoCloseable {
  void setMicrophone(boolean on);

  void raiseHand(boolean raised);

  void acceptInvitation(boolean microphoneOn);

  void declineInvitation();

  void leaveStage();

  void invite(String identity);

  void lowerHand(String identity);

  void moveToAudience(String identity);

  void mute(String identity);

  void muteAll();

  ChatControls chat();

  /**
   * @param volume 0 (mute) to 1
   */
  void setVolume(double volume);

  void endStream();

  void leave();

  @Override
  void close();

  /** The controls of a real session. */
  static StreamControls of(StreamSession session) {
    return new SessionControls(session);
  }
}
