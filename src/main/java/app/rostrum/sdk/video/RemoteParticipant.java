package app.rostrum.sdk.video;

import java.util.List;

/** Somebody else in the room, as of one moment. */
public record RemoteParticipant(
    String sid,
    String identity,
    boolean reconnecting,
    List<AudioPublication> audio,
    List<DataPublication> data) {

  /** Somebody without data tracks. */
  public RemoteParticipant(
      String sid, String identity, boolean reconnecting, List<AudioPublication> audio) {
    this(sid, identity, reconnecting, audio, List.of());
  }

  /**
   * @param enabled false while muted
   * @param subscribed true once its sound can be received
   */
  public record AudioPublication(String sid, String name, boolean enabled, boolean subscribed) {}

  /**
   * @param subscribed whether its messages come to this end
   */
  public record DataPublication(String sid, String name, boolean subscribed) {}
}
