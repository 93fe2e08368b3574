package app.rostrum.desktop.live;

import app.rostrum.stream.Role;
import app.rostrum.stream.StreamSettings;

/**
 * How a person goes into a stream from the lobby.
 *
 * @param role {@link Role#HOST} creates it
 * @param setting of a host; meaningless for others
 */
public record Entry(String streamName, Role role, StreamSettings setting, boolean microphoneOn) {
  /** Into a stream that exists. */
  public static Entry join(String streamName, Role role, boolean microphoneOn) {
    return new Entry(streamName, role, StreamSettings.NONE, microphoneOn);
  }
}
