package app.rostrum.sdk.video;

import app.rostrum.media.MediaConnectivity;
import app.rostrum.threads.Threads;
import app.rostrum.wire.room.MediaSignal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Notifies a room's listener of changes: each state is reported once, when it differs from the last
 * one. Whatever the listener throws is logged. On the room's serial executor.
 */
final class RoomNotifier {
  private final Room.Listener listener;
  private final Function<String, Optional<String>> identities;
  private List<RemoteParticipant> participants = List.of();
  private Optional<String> dominantSid = Optional.empty();
  private Optional<String> dominant = Optional.empty();
  private Map<String, Integer> qualities = Map.of();
  private boolean reconnecting;
  private MediaConnectivity connectivity = MediaConnectivity.UNKNOWN;

  /**
   * @param identities returns a participant's identity by its SID, once it is known
   */
  RoomNotifier(Room.Listener listener, Function<String, Optional<String>> identities) {
    this.listener = listener;
    this.identities = identities;
  }

  private static void tell(Runnable call) {
    Threads.contain("a room's listener", call);
  }

  void progress() {
    tell(listener::onProgress);
  }

  void participants(List<RemoteParticipant> now) {
    if (!now.equals(participants)) {
      participants = now;
      tell(() -> listener.onParticipants(now));
      dominantSpeaker(dominantSid);
    }
  }

  /** Reports the dominant speaker, as soon as the identity for the SID is known. */
  void dominantSpeaker(Optional<String> sid) {
    dominantSid = sid;
    Optional<String> now = sid.flatMap(identities);
    if (!now.equals(dominant)) {
      dominant = now;
      tell(() -> listener.onDominantSpeaker(now));
    }
  }

  /**
   * Reports the network quality levels.
   *
   * @param self the local participant's identity
   */
  void quality(MediaSignal.Quality quality, String self) {
    var levels = new HashMap<String, Integer>();
    levels.put(self, quality.local());
    quality
        .remotes()
        .forEach((sid, level) -> identities.apply(sid).ifPresent(name -> levels.put(name, level)));
    if (!levels.equals(qualities)) {
      Map<String, Integer> now = Map.copyOf(levels);
      qualities = now;
      tell(() -> listener.onNetworkQuality(now));
    }
  }

  /** Forgets the network quality levels when the server no longer sends any. */
  void qualityEnded() {
    qualities = Map.of();
  }

  /** Returns the last network quality level of a participant. */
  Optional<Integer> quality(String identity) {
    return Optional.ofNullable(qualities.get(identity));
  }

  void reconnecting(boolean now) {
    if (now != reconnecting) {
      reconnecting = now;
      tell(() -> listener.onReconnecting(now));
    }
  }

  void connectivity(MediaConnectivity now, String address) {
    if (now != connectivity) {
      connectivity = now;
      tell(() -> listener.onConnectivity(now, address));
    }
  }

  boolean isReconnecting() {
    return reconnecting;
  }

  void message(Room.DataMessage message) {
    tell(() -> listener.onMessage(message));
  }

  void disconnected(DisconnectReason reason) {
    tell(() -> listener.onDisconnected(reason));
  }
}
