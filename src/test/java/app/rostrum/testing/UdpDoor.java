package app.rostrum.testing;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A UDP port in front of another one of this machine. From {@link #shut} on it lets only those in
 * who have been in before, and the packets of one address; while it is blocked, nobody, neither
 * way.
 */
public final class UdpDoor implements AutoCloseable {
  private static final int LONGEST = 65_536;

  private final DatagramSocket outside;
  private final InetSocketAddress target;
  private final InetAddress guest;
  private volatile boolean shut;
  private volatile boolean blocked;
  private final Map<SocketAddress, DatagramSocket> inside = new ConcurrentHashMap<>();

  /**
   * @param at where it is
   * @param targetPort the port at 127.0.0.1 to which packets go
   * @param guest whose packets are let through when the door is shut
   */
  public UdpDoor(InetSocketAddress at, int targetPort, InetAddress guest) throws IOException {
    this.outside = new DatagramSocket(at);
    this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
    this.guest = guest;
    Thread.ofPlatform().daemon().name("door").start(this::letIn);
  }

  /** Returns whether somebody has come in. */
  public boolean isUsed() {
    return !inside.isEmpty();
  }

  public void shut() {
    shut = true;
  }

  public void block(boolean nobody) {
    blocked = nobody;
  }

  private void letIn() {
    var packet = new DatagramPacket(new byte[LONGEST], LONGEST);
    try {
      while (true) {
        packet.setLength(LONGEST);
        outside.receive(packet);
        if (blocked) {
          continue;
        }
        DatagramSocket way = inside.get(packet.getSocketAddress());
        if (way == null) {
          if (shut && !packet.getAddress().equals(guest)) {
            continue;
          }
          way = way(packet.getSocketAddress());
        }
        way.send(new DatagramPacket(packet.getData(), packet.getLength(), target));
      }
    } catch (IOException e) {
      // Closed: the door is over.
    }
  }

  private DatagramSocket way(SocketAddress from) throws IOException {
    var way = new DatagramSocket(new InetSocketAddress(target.getAddress(), 0));
    inside.put(from, way);
    Thread.ofPlatform().daemon().name("door back").start(() -> letOut(way, from));
    return way;
  }

  private void letOut(DatagramSocket way, SocketAddress to) {
    var packet = new DatagramPacket(new byte[LONGEST], LONGEST);
    try {
      while (true) {
        packet.setLength(LONGEST);
        way.receive(packet);
        if (!blocked) {
          outside.send(new DatagramPacket(packet.getData(), packet.getLength(), to));
        }
      }
    } catch (IOException e) {
      // Closed: the door is over.
    }
  }

  @Override
  public void close() {
    outside.close();
    inside.values().forEach(DatagramSocket::close);
  }
}
