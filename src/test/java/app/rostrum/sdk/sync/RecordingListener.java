package app.rostrum.sdk.sync;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that records each event as a word. */
final class RecordingListener
    implements SyncMap.Listener, SyncDocument.Listener, SyncClient.Listener {
  final List<String> words = new CopyOnWriteArrayList<>();

  @Override
  public void onItem(String key, SyncMap.Item item) {
    words.add(key + "=" + item.data());
  }

  @Override
  public void onItemRemoved(String key) {
    words.add("-" + key);
  }

  @Override
  public void onData(JsonObject data) {
    words.add(data.toString());
  }

  @Override
  public void onRemoved() {
    words.add("removed");
  }

  @Override
  public void onState(SyncClient.State state) {
    words.add(state.toString());
  }

  @Override
  public void onTokenAboutToExpire() {
    words.add("about to expire");
  }
}
