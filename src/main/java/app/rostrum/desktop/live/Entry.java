package app.rostrum.desktop.live;

import app.rostrum.stream.Role;

/**
 * How a person goes into a stream from the lobby.
 *
 * @param role {@link Role#HOST} creates it
 * @param openStage for a host: whether anybody may join as a speaker
 */
public record Entry(String streamName, Role role, boolean openStage, boolean microphoneOn) {}
