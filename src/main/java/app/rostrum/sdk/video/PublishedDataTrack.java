package app.rostrum.sdk.video;

import app.rostrum.media.DataChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A data track of the local participant: one channel per peer connection, labelled with the track's
 * id. Channels are added and removed on the room's executor; messages may be sent from any thread.
 */
final class PublishedDataTrack implements LocalDataTrack {
  private final String id = UUID.randomUUID().toString();
  private final String name;
  private final DataChannel.Options options;
  private final Consumer<PublishedDataTrack> unpublish;
  private final List<DataChannel> channels = new CopyOnWriteArrayList<>();
  private volatile boolean over;

  PublishedDataTrack(
      String name, DataChannel.Options options, Consumer<PublishedDataTrack> unpublish) {
    this.name = name;
    this.options = options;
    this.unpublish = unpublish;
  }

  String id() {
    return id;
  }

  DataChannel.Options options() {
    return options;
  }

  void attach(DataChannel channel) {
    channel.listen(
        new DataChannel.Listener() {
          @Override
          public void onOpen() {
            // Messages sent before wait in the channel.
          }

          @Override
          public void onMessage(byte[] data, boolean binary) {
            // The track is one-way.
          }

          @Override
          public void onClosed() {
            channels.remove(channel);
          }
        });
    channels.add(channel);
  }

  /** Closes the channels for good. */
  void end() {
    over = true;
    channels.forEach(DataChannel::close);
    channels.clear();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean send(byte[] data) {
    return send(data.clone(), true);
  }

  @Override
  public boolean send(String text) {
    return send(text.getBytes(StandardCharsets.UTF_8), false);
  }

  private boolean send(byte[] data, boolean binary) {
    boolean taken = !over && !channels.isEmpty();
    for (DataChannel channel : channels) {
      taken &= channel.send(data, binary);
    }
    return taken;
  }

  @Override
  public void unpublish() {
    unpublish.accept(this);
  }
}
