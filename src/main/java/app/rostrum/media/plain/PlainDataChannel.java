package app.rostrum.media.plain;

import app.rostrum.media.DataChannel;
import app.rostrum.rtc.data.TransportChannel;

/** A {@link DataChannel} on one of an {@link app.rostrum.rtc.RtcPeer}. */
final class PlainDataChannel implements DataChannel {
  private final TransportChannel channel;

  PlainDataChannel(TransportChannel channel) {
    this.channel = channel;
  }

  static TransportChannel.Options options(String label, Options options) {
    return new TransportChannel.Options(
        label, options.ordered(), options.maxRetransmits(), options.maxPacketLifeTimeMillis());
  }

  @Override
  public String label() {
    return channel.options().label();
  }

  @Override
  public void listen(Listener listener) {
    channel.listen(
        new TransportChannel.Listener() {
          @Override
          public void onState(TransportChannel.State state) {
            switch (state) {
              case OPEN -> listener.onOpen();
              case CLOSED -> listener.onClosed();
              case CONNECTING, CLOSING -> {
                // These change nothing for a caller.
              }
            }
          }

          @Override
          public void onMessage(byte[] data, boolean binary) {
            listener.onMessage(data, binary);
          }
        });
  }

  @Override
  public boolean send(byte[] data, boolean binary) {
    return channel.send(data, binary);
  }

  @Override
  public void close() {
    channel.close();
  }
}
