package app.rostrum.cloud.rooms;

import app.rostrum.rtc.data.TransportChannel;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data channels of one participant's connection, both ways. Called on the room's thread, except
 * for messages.
 */
final class DataConnections {
  private static final Logger LOG = LoggerFactory.getLogger(DataConnections.class);
  private static final int MAX_INCOMING = 64;

  /**
   * The number of times that a channel is opened again after the participant has closed it or was
   * too slow.
   */
  private static final int MAX_GENERATIONS = 20;

  /** The services that data connections need from their room. */
  interface Context {
    TransportChannel open(TransportChannel.Options options);

    /** Runs a task on the room's thread. */
    void onRoomThread(Runnable task);

    /** Called when the label of a track has changed and the participant must be told. */
    void onRelabelled();
  }

  private final Context context;
  private final Map<String, TransportChannel> incoming = new LinkedHashMap<>();
  private final Map<String, SubscriberChannel> subscriberChannels = new HashMap<>();
  private final Map<String, ForwardedData> forwarded = new HashMap<>();
  private final Map<String, Integer> generations = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final List<TransportChannel> open = new CopyOnWriteArrayList<>();
  private boolean over;

  DataConnections(Context context) {
    this.context = context;
  }

  /**
   * Takes a channel that the participant has opened. A channel whose label matches no track yet is
   * kept until the track is published.
   */
  void arrived(TransportChannel channel) {
    incoming.values().removeIf(c -> c.state() == TransportChannel.State.CLOSED);
    if (over || incoming.size() >= MAX_INCOMING) {
      LOG.info("closed a data channel beyond the {} of a participant", MAX_INCOMING);
      channel.close();
      return;
    }
    incoming.put(channel.options().label(), channel);
  }

  /** Joins channels with published tracks, by the publisher's track ids. */
  void receive(Collection<ForwardedData> published) {
    for (ForwardedData track : published) {
      TransportChannel channel = incoming.remove(track.id());
      if (channel != null) {
        track.setSource(channel);
      }
    }
  }

  /** Returns the label of the channel that brings a track to this participant. */
  String label(ForwardedData track) {
    int generation = generations.getOrDefault(track.sid(), 0);
    return generation == 0 ? track.sid() : track.sid() + "-" + generation;
  }

  /** Sends exactly these tracks from now on, as far as their publishers' channels are there. */
  void forward(Collection<ForwardedData> tracks) {
    var wanted = new LinkedHashMap<String, ForwardedData>();
    tracks.forEach(track -> wanted.put(track.sid(), track));
    for (String sid : List.copyOf(subscriberChannels.keySet())) {
      if (!wanted.containsKey(sid)) {
        stop(sid);
      }
    }
    generations.keySet().retainAll(wanted.keySet());
    refused.retainAll(wanted.keySet());
    wanted.values().stream()
        .filter(t -> !subscriberChannels.containsKey(t.sid()))
        .forEach(this::start);
  }

  private void start(ForwardedData track) {
    Optional<TransportChannel.Options> delivery = track.delivery();
    if (over || delivery.isEmpty() || refused.contains(track.sid())) {
      return;
    }
    TransportChannel channel = open(delivery.get(), label(track), () -> closed(track));
    var subscriber =
        new SubscriberChannel(
            channel,
            this::waiting,
            () -> LOG.info("closed a data track: the subscriber is slower than the publisher"));
    subscriberChannels.put(track.sid(), subscriber);
    forwarded.put(track.sid(), track);
    track.add(subscriber);
  }

  private TransportChannel open(TransportChannel.Options like, String label, Runnable onClosed) {
    var options =
        new TransportChannel.Options(
            label, like.ordered(), like.maxRetransmits(), like.maxPacketLifeTimeMillis());
    TransportChannel channel = context.open(options);
    open.add(channel);
    channel.listen(new OutgoingListener(channel, onClosed));
    return channel;
  }

  /** A channel that we did not close is gone: cut by us, or closed by the participant. */
  private void closed(ForwardedData track) {
    SubscriberChannel subscriber = subscriberChannels.get(track.sid());
    if (over
        || subscriber == null
        || subscriber.channel().state() != TransportChannel.State.CLOSED) {
      return;
    }
    stop(track.sid());
    if (generations.merge(track.sid(), 1, Integer::sum) > MAX_GENERATIONS) {
      LOG.info("a participant has closed a data track too often: not opened again");
      refused.add(track.sid());
      return;
    }
    context.onRelabelled();
  }

  private void stop(String sid) {
    SubscriberChannel subscriber = subscriberChannels.remove(sid);
    ForwardedData track = forwarded.remove(sid);
    if (subscriber != null) {
      if (track != null) {
        track.remove(subscriber);
      }
      subscriber.channel().close();
    }
  }

  private long waiting() {
    long sum = 0;
    for (TransportChannel channel : open) {
      sum += channel.bufferedAmount();
    }
    return sum;
  }

  /** A channel for media signaling, reliable and in order. */
  TransportChannel openSignaling(
      String label, Function<TransportChannel, TransportChannel.Listener> listener) {
    TransportChannel channel = context.open(TransportChannel.Options.reliable(label));
    channel.listen(listener.apply(channel));
    return channel;
  }

  void close() {
    over = true;
    List.copyOf(subscriberChannels.keySet()).forEach(this::stop);
    incoming.clear();
  }

  /** Listens to a channel that carries data to the participant only. */
  private final class OutgoingListener implements TransportChannel.Listener {
    private final TransportChannel channel;
    private final Runnable onClosed;

    OutgoingListener(TransportChannel channel, Runnable onClosed) {
      this.channel = channel;
      this.onClosed = onClosed;
    }

    @Override
    public void onState(TransportChannel.State state) {
      if (state == TransportChannel.State.CLOSED) {
        open.remove(channel);
        context.onRoomThread(onClosed);
      }
    }

    @Override
    public void onMessage(byte[] data, boolean binary) {
      // A subscriber's answers on a track are ignored.
    }
  }
}
