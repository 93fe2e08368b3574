package app.rostrum.sdk.video;

/** A published data track: what is sent reaches everybody subscribed to it. Any thread. */
public interface LocalDataTrack {
  String name();

  /**
   * @return false if the message was not taken: too large, too much waiting, or not published now
   */
  boolean send(byte[] data);

  /** As {@link #send(byte[])}, for text. */
  boolean send(String text);

  void unpublish();
}
