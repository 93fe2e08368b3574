package app.rostrum.desktop.services;

import app.rostrum.backend.Backend;
import app.rostrum.hosting.Interrupted;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import java.util.function.Consumer;

/**
 * Begins stream sessions. Called on the background executor, because it may load the media engine.
 */
@FunctionalInterface
public interface StreamSessions {
  /**
   * Finds the stream that this person hosted when the program, or its connection, ended without
   * leaving it.
   *
   * @throws app.rostrum.backend.BackendException if the backend cannot tell now
   */
  default Interrupted interrupted(Backend backend, String identity) {
    return new Interrupted.None();
  }

  /** Forgets the hosting that was interrupted, because the person signed out. */
  default void forgetHosting() {}

  StreamSession begin(Backend backend, String identity, Entry entry, Consumer<StreamState> onState);
}
