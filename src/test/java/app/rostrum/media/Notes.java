package app.rostrum.media;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Records the events of a connection, and hands its candidates to the other end. */
public final class Notes implements PeerConnection.Listener {
  public final List<PeerConnection.State> states = new CopyOnWriteArrayList<>();
  public final List<RemoteAudioTrack> tracks = new CopyOnWriteArrayList<>();
  public final List<DataChannel> channels = new CopyOnWriteArrayList<>();
  public final List<String> ended = new CopyOnWriteArrayList<>();
  private final Consumer<String> candidates;

  public Notes() {
    this(candidate -> {});
  }

  public Notes(Consumer<String> candidates) {
    this.candidates = candidates;
  }

  public List<String> trackIds() {
    return tracks.stream().map(RemoteAudioTrack::id).toList();
  }

  @Override
  public void onState(PeerConnection.State state) {
    states.add(state);
  }

  @Override
  public void onCandidate(String candidate, String mid, int lineIndex) {
    candidates.accept(candidate);
  }

  @Override
  public void onTrack(RemoteAudioTrack track) {
    tracks.add(track);
  }

  @Override
  public void onDataChannel(DataChannel channel) {
    channels.add(channel);
  }

  @Override
  public void onTrackEnded(RemoteAudioTrack track) {
    ended.add(track.id());
  }
}
