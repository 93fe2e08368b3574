package app.rostrum.bench;

import app.rostrum.rtc.Direction;
import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.rtc.SdpRefusedException;
import app.rostrum.threads.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * Many listeners that cost this machine as little as listeners elsewhere would. Each has a real
 * connection through a socket of its own, but media packets are only counted there, not decrypted,
 * and wake no thread: one loop reads the sockets that have some, a few times per frame.
 */
final class Crowd implements AutoCloseable {
  private static final long LOOK_NANOS = 4_000_000;
  private final MediaPort clients;
  private final InetSocketAddress server;
  private final List<Member> members = new CopyOnWriteArrayList<>();
  private final ByteBuffer packet = ByteBuffer.allocateDirect(2048);
  private final Selector arrivals = Selector.open();
  private final Loop pump;

  /** A listener. */
  final class Member implements RtcPeer.Listener {
    private final DatagramChannel channel;
    private final RtcPeer peer;
    private int last = -1;
    volatile long packets;
    volatile long lost;

    Member() throws IOException {
      peer = RtcPeer.create(clients, RtcPeer.IceRole.FULL, this);
      channel = DatagramChannel.open();
      channel.configureBlocking(false);
      channel.bind(new InetSocketAddress("127.0.0.1", 0));
      channel.register(arrivals, SelectionKey.OP_READ, this);
    }

    /** Connects by an offer, and directs the answer's media to the socket of this listener. */
    void connect(UnaryOperator<String> whep) throws IOException, SdpRefusedException {
      peer.addAudio(Direction.RECVONLY, "");
      String answer = whep.apply(peer.createOffer());
      peer.acceptAnswer(answer.replace(" " + server.getPort() + " typ", " " + port() + " typ"));
    }

    /** Returns the port of this listener's socket on loopback. */
    int port() throws IOException {
      return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /** Leaves; the crowd forgets this listener. */
    void close() throws IOException {
      members.remove(this);
      peer.close();
      channel.close();
    }

    @Override
    public void onState(RtcPeer.State state) {}

    private void relay(ByteBuffer packet) throws IOException {
      while (true) {
        packet.clear();
        var from = (InetSocketAddress) channel.receive(packet);
        if (from == null) {
          return;
        }
        packet.flip();
        if (from.getPort() != server.getPort()) {
          channel.send(packet, server);
        } else if (isRtp(packet)) {
          count(packet.getShort(2) & 0xFFFF);
          return; // Another one is a frame later, and asking for it would cost as much again.
        } else {
          channel.send(packet, new InetSocketAddress("127.0.0.1", clients.port()));
        }
      }
    }

    private static boolean isRtp(ByteBuffer packet) {
      int first = packet.get(0) & 0xFF;
      int second = packet.get(1) & 0xFF;
      return first >= 128 && first < 192 && (second < 192 || second > 223);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread counts, others read.
    private void count(int sequenceNumber) {
      if (last >= 0) {
        lost += ((sequenceNumber - last) & 0xFFFF) - 1;
      }
      last = sequenceNumber;
      packets++;
    }
  }

  /**
   * @param server the address that sends the media under test
   */
  Crowd(InetSocketAddress server) throws IOException {
    this.server = server;
    clients = MediaPort.open(new InetSocketAddress("127.0.0.1", 0), List.of());
    pump = Loop.start("crowd", this::relayAll);
  }

  Member add() throws IOException {
    var member = new Member();
    members.add(member);
    return member;
  }

  List<Member> members() {
    return members;
  }

  private void relayAll() {
    try {
      arrivals.selectNow(
          key -> {
            var member = (Member) key.attachment();
            try {
              member.relay(packet);
            } catch (Throwable e) {
              // Its socket was closed meanwhile. Whatever it was, the others are relayed on.
              key.cancel();
              members.remove(member);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LockSupport.parkNanos(LOOK_NANOS);
  }

  @Override
  public void close() throws IOException {
    pump.close();
    for (Member member : members) {
      member.close();
    }
    clients.close();
    arrivals.close();
  }
}
