package app.rostrum.sdk.video;

/** A published data track. Messages reach all its subscribers. Safe for any thread. */
public interface LocalDataTrack {
  String name();

  /**
   * Sends a message.
   *
   * @return false if it was not taken: too large, too many are waiting, or the track is unpublished
   */
  boolean send(byte[] data);

  /** Sends a text as {@link #send(byte[])} does. */
  boolean send(String text);

  void unpublish();
}
