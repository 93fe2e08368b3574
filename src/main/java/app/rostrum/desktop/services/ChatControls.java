package app.rostrum.desktop.services;

import app.rostrum.stream.StreamSession;

/**
 * What a screen does with the chat of a stream; {@link StreamSession}'s methods of the same names.
 * Every method returns at once.
 */
public interface ChatControls {
  void sendMessage(String text);

  void sendMessageAgain(long id);

  void discardMessage(long id);

  void editMessage(long id, String text);

  void removeMessage(long id);

  void loadEarlierMessages();

  void typing();

  void followChat(boolean visible);
}
