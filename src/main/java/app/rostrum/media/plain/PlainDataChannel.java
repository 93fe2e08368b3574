package app.rostrum.media.plain;

import app.rostrum.media.DataChannel;

/** A {@link DataChannel} on one of an {@link app.rostrum.rtc.RtcPeer}. */
final class PlainDataChannel implements DataChannel {
  private final app.rostrum.rtc.data.TransportChannel channel;

  PlainDataChannel(app.rostrum.rtc.data.TransportChannel channel) {
    this.channel = channel;
  }

  static app.rostrum.rtc.data.TransportChannel.Options options(String label, Options options) {
    return new app.rostrum.rtc.data.TransportChannel.Options(
        label, options.ordered(), options.maxRetransmits(), options.maxPacketLifeTimeMillis());
  }

  @Override
  public String label() {
    return channel.options().label();
  }

  @Override
  public void listen(Listener listener) {
    channel.listen(
        new app.rostrum.rtc.data.TransportChannel.Listener() {
          @Override
          public void onState(app.rostrum.rtc.data.TransportChannel.State state) {
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
