package app.rostrum.desktop.services;

import app.rostrum.stream.StreamSession;

/** Hands everything on to a {@link StreamSession}. */
record SessionChat(StreamSession session) implements ChatControls {
  @Override
  public void sendMessage(String text) {
    session.sendMessage(text);
  }

  @Override
  public void sendMessageAgain(long id) {
    session.sendMessageAgain(id);
  }

  @Override
  public void discardMessage(long id) {
    session.discardMessage(id);
  }

  @Override
  public void editMessage(long id, String text) {
    session.editMessage(id, text);
  }

  @Override
  public void removeMessage(long id) {
    session.removeMessage(id);
  }

  @Override
  public void loadEarlierMessages() {
    session.loadEarlierMessages();
  }

  @Override
  public void typing() {
    session.typing();
  }

  @Override
  public void followChat(boolean visible) {
    session.followChat(visible);
  }
}
