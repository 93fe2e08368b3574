package app.rostrum.sdk.video;

import java.util.List;

/** A remote participant at one moment. */
public record RemoteParticipant(
    String sid,
    String identity,
    boolean reconnecting,
    List<AudioPublication> audio,
    List<DataPublication> data) {

  /** Creates a participant without data tracks. */
  public RemoteParticipant(
      String sid, String identity, boolean reconnecting, List<AudioPublication> audio) {
    this(sid, identity, reconnecting, audio, List.of());
  }

  /**
   * A published audio track.
   *
   * @param enabled false while muted
   * @param subscribed whether its sound can be received
   */
  public record AudioPublication(String sid, String name, boolean enabled, boolean subscribed) {}

  /**
   * A published data track.
   *
   * @param subscribed whether its messages are received
   */
  public record DataPublication(String sid, String name, boolean subscribed) {}
}
