package app.rostrum.stream;

/**
 * The choices that a host makes when it creates a stream.
 *
 * @param openStage whether anybody may join as a speaker
 * @param chat whether people can chat
 */
public record StreamSettings(boolean openStage, boolean chat) {
  /** The settings for a person who joins a stream, where they have no effect. */
  public static final StreamSettings NONE = new StreamSettings(false, false);
}
