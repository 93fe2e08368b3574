package app.rostrum.cloud.rooms;

import app.rostrum.rtc.data.DataChannel;
import app.rostrum.wire.room.LocalParticipant;
import app.rostrum.wire.room.TrackKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A published data track: messages of the publisher's channel go to a channel of every subscriber.
 * Source and channels change on the room's thread; messages go out at once on the thread that they
 * came on, and wait for nobody.
 */
final class ForwardedData implements Publication {
  private final String sid;
  private final LocalParticipant.Track track;
  private final MessageBudget budget;
  private final List<SubscriberChannel> channels = new CopyOnWriteArrayList<>();
  private volatile String priority;
  private @Nullable DataChannel source;
  private boolean over;

  /**
   * @param budget of the publisher, for all its tracks
   */
  ForwardedData(String sid, LocalParticipant.Track track, MessageBudget budget) {
    this.sid = sid;
    this.track = track;
    this.priority = track.priority();
    this.budget = budget;
  }

  /** The publisher's channel is there. */
  void setSource(DataChannel channel) {
    if (over || channel == source) {
      return;
    }
    source = channel;
    channel.listen((data, binary) -> forward(data, binary));
  }

  /** How messages are to be delivered, once the publisher's channel has told. */
  Optional<DataChannel.Options> delivery() {
    return Optional.ofNullable(source).map(DataChannel::options);
  }

  private void forward(byte[] data, boolean binary) {
    if (budget.spend(data.length, System.nanoTime())) {
      channels.forEach(channel -> channel.send(data, binary));
    }
  }

  void add(SubscriberChannel channel) {
    channels.add(channel);
  }

  void remove(SubscriberChannel channel) {
    channels.remove(channel);
  }

  void end() {
    over = true;
    channels.clear();
    if (source != null) {
      source.close();
      source = null;
    }
  }

  @Override
  public String sid() {
    return sid;
  }

  @Override
  public String id() {
    return track.id();
  }

  @Override
  public String name() {
    return track.name();
  }

  @Override
  public TrackKind kind() {
    return TrackKind.DATA;
  }

  /** A data track cannot be muted. */
  @Override
  public boolean enabled() {
    return true;
  }

  @Override
  public String priority() {
    return priority;
  }

  @Override
  public boolean update(boolean enabled, String newPriority) {
    boolean differs = !priority.equals(newPriority);
    priority = newPriority;
    return differs;
  }
}
