package app.rostrum.cloud.rooms;

import app.rostrum.rtc.data.TransportChannel;
import app.rostrum.wire.room.MalformedMessageException;
import app.rostrum.wire.room.MediaSignal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Media signaling with one participant: the channels that it requested and this server offers
 * (protocol notes, section 5). Channels that concern video are left out of the answer, as by a
 * server that does not know them. Called on the room's thread.
 */
final class MemberSignals {
  private static final Logger LOG = LoggerFactory.getLogger(MemberSignals.class);
  private static final List<String> OFFERED =
      List.of(MediaSignal.ACTIVE_SPEAKER, MediaSignal.NETWORK_QUALITY);

  interface Listener {
    /** Called when the participant has a channel open and wants the current state. */
    void onReady(String name);

    void onInputs(MediaSignal.QualityInputs inputs);
  }

  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, TransportChannel> channels = new HashMap<>();

  MemberSignals(List<String> requested) {
    for (String name : OFFERED) {
      if (requested.contains(name)) {
        labels.put(name, name + "-" + UUID.randomUUID());
      }
    }
  }

  /** Returns the channels' labels, by name. */
  Map<String, String> labels() {
    return labels;
  }

  /** Opens the channels that are not open on this connection yet. */
  void open(DataConnections data, DataConnections.Context context, Listener listener) {
    labels.forEach(
        (name, label) -> {
          if (!channels.containsKey(name)) {
            channels.put(
                name,
                data.openSignaling(label, channel -> new SignalListener(name, context, listener)));
          }
        });
  }

  /** Forgets all channels, because the connection has been replaced. */
  void forgetChannels() {
    channels.clear();
  }

  void tellSpeaker(Optional<String> speakerSid) {
    send(MediaSignal.ACTIVE_SPEAKER, new MediaSignal.ActiveSpeaker(speakerSid));
  }

  void tellQuality(MediaSignal.Quality quality) {
    send(MediaSignal.NETWORK_QUALITY, quality);
  }

  private void send(String name, MediaSignal signal) {
    TransportChannel channel = channels.get(name);
    if (channel != null) {
      // A signal that the full channel refuses is superseded by the next one.
      channel.send(signal.encode().getBytes(StandardCharsets.UTF_8), false);
    }
  }

  private static final class SignalListener implements TransportChannel.Listener {
    private final String name;
    private final DataConnections.Context context;
    private final Listener listener;
    private final MessageBudget budget = MessageBudget.ofMediaSignaling(System.nanoTime());

    SignalListener(String name, DataConnections.Context context, Listener listener) {
      this.name = name;
      this.context = context;
      this.listener = listener;
    }

    @Override
    public void onMessage(byte[] data, boolean binary) {
      if (binary
          || data.length > MediaSignal.MAX_LENGTH
          || !budget.spend(data.length, System.nanoTime())) {
        return;
      }
      MediaSignal signal;
      try {
        signal = MediaSignal.parse(new String(data, StandardCharsets.UTF_8));
      } catch (MalformedMessageException e) {
        LOG.debug("ignored a malformed media signal: {}", e.getMessage());
        return;
      }
      switch (signal) {
        case MediaSignal.Ready _ -> context.onRoomThread(() -> listener.onReady(name));
        case MediaSignal.QualityInputs inputs ->
            context.onRoomThread(() -> listener.onInputs(inputs));
        case MediaSignal.ActiveSpeaker _, MediaSignal.Quality _, MediaSignal.Other _ ->
            LOG.debug("ignored a media signal that only servers send");
      }
    }
  }
}
