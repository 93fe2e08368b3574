package app.rostrum.desktop.services;

import app.rostrum.stream.Role;
import app.rostrum.stream.StreamSettings;

/**
 * A person's choice in the lobby of a stream to enter.
 *
 * @param role {@link Role#HOST} creates the stream
 * @param setting the settings of a new stream; meaningless unless it is created
 */
public record Entry(String streamName, Role role, StreamSettings setting, boolean microphoneOn) {
  /** Enters a stream that exists. */
  public static Entry join(String streamName, Role role, boolean microphoneOn) {
    return new Entry(streamName, role, StreamSettings.NONE, microphoneOn);
  }
}
