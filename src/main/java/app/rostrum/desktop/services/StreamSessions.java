package app.rostrum.desktop.services;

import app.rostrum.backend.Backend;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import java.util.function.Consumer;

/**
 * Begins stream sessions, see {@link app.rostrum.stream.StreamSession}. Called on the background
 * executor, so it may load the media engine.
 */
public interface StreamSessions {
  StreamControls create(
      Backend backend,
      String identity,
      String streamName,
      StreamSession.Setting setting,
      boolean microphoneOn,
      Consumer<StreamState> onState);

  StreamControls join(
      Backend backend,
      String identity,
      String streamName,
      Role role,
      boolean microphoneOn,
      Consumer<StreamState> onState);
}
