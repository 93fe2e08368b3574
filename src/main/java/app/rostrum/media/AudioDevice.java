package app.rostrum.media;

/**
 * A microphone or a loudspeaker.
 *
 * @param id the sound system's own name of it, stable across restarts of the app
 * @param name for a person to read
 * @param systemDefault whether the sound system uses it when nothing is chosen
 */
public record AudioDevice(String id, String name, boolean systemDefault) {}
