package app.rostrum.cloud.rooms;

import app.rostrum.rtc.data.TransportChannel;
import app.rostrum.wire.room.LocalParticipant;
import app.rostrum.wire.room.TrackKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A published data track. Messages from the publisher's channel go to one channel of every
 * subscriber. Source and channels change on the room's thread; messages are forwarded at once on
 * the thread on which they arrived, without blocking.
 */
final class ForwardedData implements Publication {
  private final String sid;
  private final LocalParticipant.Track track;
  private final MessageBudget budget;
  private final List<SubscriberChannel> channels = new CopyOnWriteArrayList<>();
  private volatile String priority;
  private @Nullable TransportChannel source;
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

  /** Sets the publisher's channel. */
  void setSource(TransportChannel channel) {
    if (over || channel == source) {
      return;
    }
    source = channel;
    channel.listen((data, binary) -> forward(data, binary));
  }

  /** Returns the delivery options; empty until the publisher's channel is there. */
  Optional<TransportChannel.Options> delivery() {
    return Optional.ofNullable(source).map(TransportChannel::options);
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
