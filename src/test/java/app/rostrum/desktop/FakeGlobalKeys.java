package app.rostrum.desktop;

import app.rostrum.globalkeys.GlobalKey;
import app.rostrum.globalkeys.GlobalKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keys that the test presses. */
public final class FakeGlobalKeys implements GlobalKeys {
  /** A key that is listened to. */
  public record Ear(GlobalKey key, String purpose, Listener listener) {}

  public CompletableFuture<Way> way = CompletableFuture.completedFuture(Way.PORTAL);

  /** Those who listen now. */
  public final List<Ear> ears = new ArrayList<>();

  @Override
  public CompletableFuture<Way> way() {
    return way;
  }

  @Override
  public Listening listen(GlobalKey key, String purpose, Listener listener) {
    var ear = new Ear(key, purpose, listener);
    ears.add(ear);
    return () -> ears.remove(ear);
  }

  @Override
  public void close() {
    ears.clear();
  }
}
