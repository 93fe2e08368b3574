package app.rostrum.desktop.services;

import app.rostrum.backend.Backend;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState;
import java.util.function.Consumer;

/**
 * Begins stream sessions. Called on the background executor, because it may load the media engine.
 */
public interface StreamSessions {
  StreamSession create(
      Backend backend,
      String identity,
      String streamName,
      StreamSettings setting,
      boolean microphoneOn,
      Consumer<StreamState> onState);

  StreamSession join(
      Backend backend,
      String identity,
      String streamName,
      Role role,
      boolean microphoneOn,
      Consumer<StreamState> onState);
}
