package app.rostrum.rtc;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network between a client and a server that loses a share of what passes, at random by a seed.
 */
public final class LossyRelay implements AutoCloseable {
  /** The loss of media packets, not of STUN, DTLS or RTCP. */
  volatile double loss;

  /** The additional loss of media packets on the way to the server. */
  private volatile double lossUp;

  /** The loss of DTLS application data, that is of data channels. */
  volatile double dataLoss;

  /** True while no packet gets through. */
  volatile boolean dark;

  final AtomicInteger lost = new AtomicInteger();
  private final Random dice = new Random(42);
  private final DatagramSocket inside = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final DatagramSocket outside = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final InetSocketAddress server;
  private volatile InetSocketAddress client = new InetSocketAddress(0);

  public LossyRelay(int serverPort) throws IOException {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
    Thread.ofPlatform().name("relay-up").daemon().start(() -> pump(outside, inside, true));
    Thread.ofPlatform().name("relay-down").daemon().start(() -> pump(inside, outside, false));
  }

  /** Starts or ends a time in which no packet gets through. */
  public void setDark(boolean now) {
    dark = now;
  }

  /** The share of media that is lost on the way to the server. */
  public void setLossUp(double share) {
    lossUp = share;
  }

  /** A description of the server with the relay in its place. */
  public String inPlaceOf(MediaPort port, String description) {
    return description.replace(" " + port.port() + " typ", " " + outside.getLocalPort() + " typ");
  }

  private void pump(DatagramSocket from, DatagramSocket to, boolean upward) {
    byte[] data = new byte[2048];
    while (!from.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(data, data.length);
        from.receive(packet);
        if (upward) {
          client = (InetSocketAddress) packet.getSocketAddress();
        }
        if (!dark && !isLost(data, upward)) {
          to.send(new DatagramPacket(data, packet.getLength(), upward ? server : client));
        }
      } catch (IOException e) {
        // Closed: the test is over.
      }
    }
  }

  private synchronized boolean isLost(byte[] data, boolean upward) {
    int second = data[1] & 0xFF;
    boolean media = (data[0] & 0xC0) == 0x80 && (second < 192 || second >= 224);
    if (media && dice.nextDouble() < (upward ? Math.max(loss, lossUp) : loss)
        || data[0] == 23 && dice.nextDouble() < dataLoss) {
      lost.incrementAndGet();
      return true;
    }
    return false;
  }

  @Override
  public void close() {
    inside.close();
    outside.close();
  }
}
