package app.rostrum.cloud.embedded;

import app.rostrum.rtc.ByteStream;
import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.TcpPath;
import app.rostrum.web.NewcomerLimit;
import app.rostrum.web.StreamConnection;
import app.rostrum.web.StreamProtocol;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Sound by TCP on the web port, for those whose network lets no UDP through (RFC 6544). Its packets
 * have their length first, and none is so long that its first byte could begin HTTP or TLS.
 * Strangers are bounded apart from those who belong to a peer, together and by network, and have
 * ten seconds to prove that they do.
 */
final class SoundByTcp implements StreamProtocol {
  private static final int STRANGERS_OF_NETWORK = 64;
  private static final int STRANGERS = 512;
  private static final Duration STRANGERS_TIME = Duration.ofSeconds(10);

  /** Packets are shorter than 2 KiB. */
  private static final int FIRST_BYTES = 8;

  /** Some seconds of sound, or the pictures that are under way to a receiver 100 ms from here. */
  private static final int SEND_BUFFER = 32 * 1024;

  private final MediaPort media;
  private final NewcomerLimit strangers = new NewcomerLimit(STRANGERS_OF_NETWORK, STRANGERS);

  SoundByTcp(MediaPort media) {
    this.media = media;
    media.offerTcp();
  }

  @Override
  public boolean begins(int first) {
    return first < FIRST_BYTES;
  }

  @Override
  public Receiver open(StreamConnection connection) {
    NewcomerLimit.Place place = strangers.enter(connection.remote().getAddress().getHostAddress());
    TcpPath path = media.join(new Stream(connection), place::leave);
    if (place.isTaken()) {
      connection.limitSending(SEND_BUFFER);
      connection.after(
          STRANGERS_TIME,
          () -> {
            if (path.isStranger()) {
              path.close();
            }
          });
    } else {
      path.close();
    }
    return new Receiver() {
      @Override
      public void onBytes(ByteBuffer bytes) {
        path.received(bytes);
      }

      @Override
      public void onClosed() {
        place.leave();
        path.close();
      }
    };
  }

  private record Stream(StreamConnection connection) implements ByteStream {
    @Override
    public InetSocketAddress remote() {
      return connection.remote();
    }

    @Override
    public void write(ByteBuffer data, Runnable done) {
      connection.write(data, done);
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
