package app.rostrum.desktop.services;

import app.rostrum.backend.Backend;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import java.util.function.Consumer;

/**
 * Begins stream sessions. Called on the background executor, because it may load the media engine.
 */
public interface StreamSessions {
  /** Hosting that a crash has interrupted. */
  sealed interface Hosting {
    record None() implements Hosting {}

    /** The stream is live and its host is expected back. */
    record Live(String streamName) implements Hosting {}

    record Ended(String streamName) implements Hosting {}
  }

  /**
   * Finds the stream that this person hosted when the program ended without leaving it.
   *
   * @throws app.rostrum.backend.BackendException if the backend cannot tell now
   */
  default Hosting interrupted(Backend backend, String identity) {
    return new Hosting.None();
  }

  /** Forgets the hosting that was interrupted, because the person signed out. */
  default void forgetHosting() {}

  StreamSession begin(Backend backend, String identity, Entry entry, Consumer<StreamState> onState);
}
