package app.rostrum.desktop;

import app.rostrum.desktop.services.ChatControls;
import java.util.List;

/** Writes down what was asked of the chat. */
record FakeChatControls(List<String> asked) implements ChatControls {
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
}
