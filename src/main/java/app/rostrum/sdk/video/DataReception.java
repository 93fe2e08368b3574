package app.rostrum.sdk.video;

import app.rostrum.media.DataChannel;
import app.rostrum.wire.room.MalformedMessageException;
import app.rostrum.wire.room.MediaSignal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data channels opened by the server: data tracks, labelled with their track id, and media
 * signaling, with the labels that the server has sent. A channel with a label that is not known yet
 * waits and keeps its messages. On the room's serial executor.
 */
final class DataReception {
  private static final Logger LOG = LoggerFactory.getLogger(DataReception.class);
  private static final int MAX_UNKNOWN = 256;

  /** The limit of undelivered messages in bytes, with an overhead for each message. */
  private static final long MAX_UNDELIVERED = 16 << 20;

  private static final int MESSAGE_OVERHEAD = 64;

  /** Receives messages and media signaling. */
  interface Listener {
    void onMessage(Room.DataMessage message);

    /** A channel of media signaling was opened. */
    void onSignalingOpen(String name, DataChannel channel);

    void onSignal(String name, MediaSignal signal);

    void onSignalingClosed(String name, DataChannel channel);
  }

  /** A data track's publisher and name. */
  record Source(String identity, String trackName) {}

  private final Executor serial;
  private final Function<String, Optional<Source>> sources;
  private final Listener listener;
  private final List<DataChannel> unknown = new ArrayList<>();
  private final Map<String, String> signalingByLabel = new HashMap<>();
  private final AtomicLong undelivered = new AtomicLong();

  /**
   * @param sources finds a data track by its id on the media plane
   */
  DataReception(Executor serial, Function<String, Optional<Source>> sources, Listener listener) {
    this.serial = serial;
    this.sources = sources;
    this.listener = listener;
  }

  void arrived(DataChannel channel) {
    if (unknown.size() >= MAX_UNKNOWN) {
      LOG.warn("closed a data channel that was not announced");
      channel.close();
      return;
    }
    unknown.add(channel);
    recognize();
  }

  /** Takes the labels of media signaling, by the name of the signal. */
  void labels(Map<String, String> labels) {
    labels.forEach((name, label) -> signalingByLabel.put(label, name));
    recognize();
  }

  /** Assigns the waiting channels whose labels are known by now. */
  void recognize() {
    for (DataChannel channel : List.copyOf(unknown)) {
      String signaling = signalingByLabel.get(channel.label());
      if (signaling != null) {
        unknown.remove(channel);
        listener.onSignalingOpen(signaling, channel);
        channel.listen(new SignalListener(signaling, channel));
      } else if (sources.apply(channel.label()).isPresent()) {
        unknown.remove(channel);
        channel.listen(new TrackListener(channel.label()));
      }
    }
  }

  /** Hands the messages over from the media stack's threads. */
  private final class TrackListener implements DataChannel.Listener {
    private final String trackId;

    TrackListener(String trackId) {
      this.trackId = trackId;
    }

    @Override
    public void onOpen() {
      // The label says all.
    }

    @Override
    public void onMessage(byte[] data, boolean binary) {
      long size = data.length + (long) MESSAGE_OVERHEAD;
      if (undelivered.addAndGet(size) > MAX_UNDELIVERED) {
        undelivered.addAndGet(-size);
        LOG.warn("dropped a message: the application is slower than the senders");
        return;
      }
      serial.execute(
          () -> {
            undelivered.addAndGet(-size);
            sources
                .apply(trackId)
                .ifPresent(
                    source ->
                        listener.onMessage(
                            new Room.DataMessage(
                                source.identity(), source.trackName(), data, binary)));
          });
    }

    @Override
    public void onClosed() {
      // The end of a track is taken from the server's list of subscriptions.
    }
  }

  private final class SignalListener implements DataChannel.Listener {
    private final String name;
    private final DataChannel channel;

    SignalListener(String name, DataChannel channel) {
      this.name = name;
      this.channel = channel;
    }

    @Override
    public void onOpen() {
      // The label says all.
    }

    @Override
    public void onMessage(byte[] data, boolean binary) {
      if (binary) {
        return;
      }
      try {
        MediaSignal signal = MediaSignal.parse(new String(data, StandardCharsets.UTF_8));
        serial.execute(() -> listener.onSignal(name, signal));
      } catch (MalformedMessageException e) {
        LOG.debug("ignored a media signaling message: {}", e.getMessage());
      }
    }

    @Override
    public void onClosed() {
      serial.execute(() -> listener.onSignalingClosed(name, channel));
    }
  }
}
