package app.rostrum.desktop;

import app.rostrum.desktop.ui.Messages;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Toasts.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Short messages that are written down instead of shown. */
public final class FakeMessages implements Messages {
  private final List<String> said = new ArrayList<>();
  private final Map<String, String> byTopic = new LinkedHashMap<>();
  private final Map<String, Runnable> offers = new LinkedHashMap<>();

  /** Returns the texts, with those that took the place of others and those of offers. */
  public List<String> said() {
    return said;
  }

  /** Returns the last text on each topic. */
  public List<String> shown() {
    return List.copyOf(byTopic.values());
  }

  /** Returns the actions on offer, by their texts. */
  public Map<String, Runnable> offers() {
    return offers;
  }

  @Override
  public void show(Kind kind, String text) {
    said.add(text);
  }

  @Override
  public void show(Kind kind, String topic, String text) {
    said.add(text);
    byTopic.put(topic, text);
  }

  @Override
  public Pin offer(String text, String label, Runnable action) {
    said.add(text);
    offers.put(text, action);
    return () -> offers.remove(text);
  }
}
