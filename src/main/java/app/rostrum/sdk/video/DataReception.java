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
 * Data channels that the other end opened: somebody's data tracks by track id, and media signaling
 * by the labels that the server told. A channel nobody has told of yet waits, and keeps its
 * messages. Used on the room's serial executor.
 */
final class DataReception {
  private static final Logger LOG = LoggerFactory.getLogger(DataReception.class);
  private static final int MAX_UNKNOWN = 256;

  /** What waits for the application, in bytes; a message counts a little even if it is empty. */
  private static final long MAX_UNDELIVERED = 16 << 20;

  private static final int MESSAGE_OVERHEAD = 64;

  interface Listener {
    void onMessage(Room.DataMessage message);

    /** A channel of media signaling is there. */
    void onSignalingOpen(String name, DataChannel channel);

    void onSignal(String name, MediaSignal signal);

    void onSignalingClosed(String name, DataChannel channel);
  }

  /** Whose a track is. */
  record Source(String identity, String trackName) {}

  private final Executor serial;
  private final Function<String, Optional<Source>> sources;
  private final Listener listener;
  private final List<DataChannel> unknown = new ArrayList<>();
  private final Map<String, String> signalingByLabel = new HashMap<>();
  private final AtomicLong undelivered = new AtomicLong();

  /**
   * @param sources whose a track is, by its id on the media plane
   */
  DataReception(Executor serial, Function<String, Optional<Source>> sources, Listener listener) {
    this.serial = serial;
    this.sources = sources;
    this.listener = listener;
  }

  void arrived(DataChannel channel) {
    if (unknown.size() >= MAX_UNKNOWN) {
      LOG.warn("closed a data channel that nobody announced");
      channel.close();
      return;
    }
    unknown.add(channel);
    recognize();
  }

  /** Labels of media signaling, by the channel's name. */
  void labels(Map<String, String> labels) {
    labels.forEach((name, label) -> signalingByLabel.put(label, name));
    recognize();
  }

  /** Looks again which channels are known by now. */
  void recognize() {
    for (DataChannel channel : List.copyOf(unknown)) {
      String signaling = signalingByLabel.get(channel.label());
      if (signaling != null) {
        unknown.remove(channel);
        listener.onSignalingOpen(signaling, channel);
        channel.listen(new SignalEar(signaling, channel));
      } else if (sources.apply(channel.label()).isPresent()) {
        unknown.remove(channel);
        channel.listen(new TrackEar(channel.label()));
      }
    }
  }

  /** The media stack's threads come in here and hand over at once. */
  private final class TrackEar implements DataChannel.Listener {
    private final String trackId;

    TrackEar(String trackId) {
      this.trackId = trackId;
    }

    @Override
    public void onOpen() {
      // Known by its label already.
    }

    @Override
    public void onMessage(byte[] data, boolean binary) {
      long size = data.length + (long) MESSAGE_OVERHEAD;
      if (undelivered.addAndGet(size) > MAX_UNDELIVERED) {
        undelivered.addAndGet(-size);
        LOG.warn("dropped a message: the application is slower than those who send");
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
      // The server's list of subscriptions tells what is over.
    }
  }

  private final class SignalEar implements DataChannel.Listener {
    private final String name;
    private final DataChannel channel;

    SignalEar(String name, DataChannel channel) {
      this.name = name;
      this.channel = channel;
    }

    @Override
    public void onOpen() {
      // Known by its label already.
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
        LOG.debug("ignored a message of media signaling: {}", e.getMessage());
      }
    }

    @Override
    public void onClosed() {
      serial.execute(() -> listener.onSignalingClosed(name, channel));
    }
  }
}
