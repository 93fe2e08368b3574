package app.rostrum.sdk.video;

import java.util.List;

/** Somebody else in the room, as of one moment. */
public record RemoteParticipant(
    String sid, String identity, boolean reconnecting, List<AudioPublication> audio) {

  /**
   * @param enabled false while muted
   * @param subscribed true once its sound can be received
   */
  public record AudioPublication(String sid, String name, boolean enabled, boolean subscribed) {}
}
