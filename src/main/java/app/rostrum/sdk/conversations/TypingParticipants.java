package app.rostrum.sdk.conversations;

import app.rostrum.sdk.sync.SyncClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The participants who are typing, each until a time that the service gives (protocol note, section
 * 8.8). On the client's thread.
 */
final class TypingParticipants {
  private static final int MOST = 100;
  private static final long LONGEST_SECONDS = 60;

  private final SyncClient sync;
  private final Consumer<List<String>> listener;

  /** The number of the newest indication, by identity. */
  private final Map<String, Long> typing = new HashMap<>();

  private long indications;

  TypingParticipants(SyncClient sync, Consumer<List<String>> listener) {
    this.sync = sync;
    this.listener = listener;
  }

  void started(String identity, long seconds) {
    if (seconds <= 0 || (typing.size() >= MOST && !typing.containsKey(identity))) {
      return;
    }
    long number = ++indications;
    boolean isNew = typing.put(identity, number) == null;
    sync.after(
        Duration.ofSeconds(Math.min(seconds, LONGEST_SECONDS)),
        () -> {
          if (typing.remove(identity, number)) {
            tell();
          }
        });
    if (isNew) {
      tell();
    }
  }

  void ended(String identity) {
    if (typing.remove(identity) != null) {
      tell();
    }
  }

  /** Forgets all without notifying the listener. */
  void clear() {
    typing.clear();
  }

  private void tell() {
    listener.accept(typing.keySet().stream().sorted().toList());
  }
}
