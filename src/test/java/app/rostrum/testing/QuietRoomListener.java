package app.rostrum.testing;

import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.sdk.video.RemoteParticipant;
import app.rostrum.sdk.video.Room;
import java.util.List;
import java.util.Optional;

/** A listener that ignores everything that happens in a room. */
public final class QuietRoomListener implements Room.Listener {
  @Override
  public void onParticipants(List<RemoteParticipant> participants) {}

  @Override
  public void onReconnecting(boolean reconnecting) {}

  @Override
  public void onDominantSpeaker(Optional<String> identity) {}

  @Override
  public void onDisconnected(DisconnectReason reason) {}
}
