package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.rostrum.rtc.dtls.PacketBuffer;
import app.rostrum.wire.stun.StunAttribute;
import app.rostrum.wire.stun.StunMessage;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(120)
class MediaPortTest {
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final byte DTLS = 22;
  private static final byte RTP = (byte) 0x80;

  /** A receiver that fails at every packet whose second byte is 1. */
  private static final class FailingReceiver implements PacketReceiver {
    final List<String> taken = new CopyOnWriteArrayList<>();
    private final Throwable failure;

    FailingReceiver(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public boolean onDtls(PacketBuffer packet) {
      return take("dtls", packet);
    }

    @Override
    public boolean onMedia(PacketBuffer packet) {
      return take("media", packet);
    }

    private boolean take(String kind, PacketBuffer packet) {
      if (packet.getBuffer()[1] == 1) {
        FailingReceiver.<RuntimeException>sneak(failure);
      }
      taken.add(kind + packet.getLength());
      return true;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
      throw (T) failure;
    }
  }

  private static void send(DatagramSocket from, MediaPort to, byte... data) throws IOException {
    from.send(
        new DatagramPacket(
            data, data.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), to.port())));
  }

  @Test
  void anErrorInOnePacketsHandlingDoesNotEndTheReceiving() throws Exception {
    for (Throwable failure :
        List.of(new AssertionError("one packet's"), new IllegalStateException("one packet's"))) {
      try (MediaPort port = MediaPort.open(LOOPBACK, List.of());
          DatagramSocket sender = new DatagramSocket(LOOPBACK)) {
        var receiver = new FailingReceiver(failure);
        port.route((InetSocketAddress) sender.getLocalSocketAddress(), receiver);
        send(sender, port, RTP, (byte) 1, (byte) 0);
        send(sender, port, DTLS, (byte) 1, (byte) 0);
        send(sender, port, RTP, (byte) 0, (byte) 0, (byte) 0);
        send(sender, port, DTLS, (byte) 0);
        await().until(() -> receiver.taken.size() == 2);
        assertThat(receiver.taken).containsExactly("media4", "dtls2");
        assertThat(port.packetsDropped()).isEqualTo(2);
      }
    }
  }

  private static void sendFromAVirtualThread(MediaPort port, DatagramSocket to, int datagrams)
      throws InterruptedException {
    Thread.ofVirtual()
        .start(
            () -> {
              byte[] data = {DTLS, 0};
              for (int i = 0; i < datagrams; i++) {
                data[1] = (byte) i;
                port.send(ByteBuffer.wrap(data), (InetSocketAddress) to.getLocalSocketAddress());
              }
            })
        .join();
  }

  private static int receivedBy(DatagramSocket socket) throws IOException {
    var packet = new DatagramPacket(new byte[10], 10);
    socket.receive(packet);
    assertThat(packet.getLength()).isEqualTo(2);
    return packet.getData()[1];
  }

  @Test
  void virtualThreadsDatagramsLeaveAlsoIfThePortClosesThen() throws Exception {
    try (DatagramSocket other = new DatagramSocket(LOOPBACK)) {
      other.setSoTimeout(10_000);
      for (int round = 0; round < 20; round++) {
        try (MediaPort port = MediaPort.open(LOOPBACK, List.of())) {
          sendFromAVirtualThread(port, other, 10);
        }
        var received = new ArrayList<Integer>();
        for (int i = 0; i < 10; i++) {
          received.add(receivedBy(other));
        }
        assertThat(received).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      }
    }
  }

  @Test
  void datagramsOfVirtualThreadsWaitInABoundedQueue() throws Exception {
    var goOn = new CompletableFuture<Void>();
    var blocked = new CountDownLatch(1);
    try (MediaPort port = MediaPort.open(LOOPBACK, List.of());
        DatagramSocket other = new DatagramSocket(LOOPBACK)) {
      port.route(
          (InetSocketAddress) other.getLocalSocketAddress(),
          new PacketReceiver() {
            @Override
            public boolean onDtls(PacketBuffer packet) {
              blocked.countDown();
              goOn.join();
              return true;
            }

            @Override
            public boolean onMedia(PacketBuffer packet) {
              return true;
            }
          });
      send(other, port, DTLS);
      blocked.await();
      sendFromAVirtualThread(port, other, MediaSocket.MAX_QUEUED + 5);
      assertThat(port.packetsUnsent()).isEqualTo(5);
      goOn.complete(null);
      assertThat(receivedBy(other)).isZero();
    }
  }

  /** A receiver that counts how many threads are in it at once. */
  private static final class CountingReceiver implements PacketReceiver {
    final Map<String, Integer> taken = new ConcurrentHashMap<>();
    final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();

    @Override
    public boolean onDtls(PacketBuffer packet) {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      taken.merge(Thread.currentThread().toString(), 1, Integer::sum);
      now.decrementAndGet();
      return true;
    }

    @Override
    public boolean onMedia(PacketBuffer packet) {
      return true;
    }

    int sum() {
      return taken.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void socketsOfAPortReceiveSideBySideAndHandOverOneAfterTheOther() throws Exception {
    var receiver = new CountingReceiver();
    var others = new ArrayList<DatagramSocket>();
    try (MediaPort port = MediaPort.open(LOOPBACK, List.of(), 4)) {
      for (int i = 0; i < 64; i++) {
        var other = new DatagramSocket(LOOPBACK);
        others.add(other);
        port.route((InetSocketAddress) other.getLocalSocketAddress(), receiver);
      }
      for (int round = 1; round <= 20; round++) {
        for (DatagramSocket other : others) {
          send(other, port, DTLS);
        }
        int all = round * others.size();
        await().until(() -> receiver.sum() == all);
      }
      assertThat(receiver.taken).as("received by several threads").hasSizeGreaterThan(1);
      assertThat(receiver.most).hasValue(1);
    } finally {
      others.forEach(DatagramSocket::close);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whateverSocketSendsTheAddressIsThePorts() throws Exception {
    try (MediaPort port = MediaPort.open(LOOPBACK, List.of(), 3);
        DatagramSocket other = new DatagramSocket(LOOPBACK)) {
      other.setSoTimeout(10_000);
      for (int lane = 0; lane < 7; lane++) {
        port.send(
            ByteBuffer.wrap(new byte[] {DTLS, (byte) lane}),
            (InetSocketAddress) other.getLocalSocketAddress(),
            lane);
        var packet = new DatagramPacket(new byte[10], 10);
        other.receive(packet);
        assertThat(packet.getPort()).isEqualTo(port.port());
        assertThat(packet.getData()[1]).isEqualTo((byte) lane);
      }
      assertThat(port.packetsUnsent()).isZero();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void threadsThatSendTogetherHaveASocketEach() throws Exception {
    try (MediaPort port = MediaPort.open(LOOPBACK, List.of(), 3)) {
      var lanes = new ArrayList<Integer>();
      for (int i = 0; i < 3; i++) {
        Thread.ofPlatform()
            .start(() -> PacketBatch.together(() -> lanes.add(PacketBatch.ofThread().lane())))
            .join();
      }
      assertThat(lanes.stream().map(port::socket).distinct()).hasSize(3);
    }
  }

  @Test
  void aPortInUseIsNotSharedWithAnotherProcess() throws Exception {
    try (MediaPort port = MediaPort.open(LOOPBACK, List.of(), 2)) {
      var same = new InetSocketAddress(InetAddress.getLoopbackAddress(), port.port());
      assertThatThrownBy(() -> MediaPort.open(same, List.of(), 2)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> MediaPort.open(same, List.of())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aPortThatCannotBeOpenedLeavesNothingOpen() {
    assumeTrue(
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean,
        "descriptors can be counted");
    var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    List<InetAddress> unusable = Arrays.asList((InetAddress) null);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> MediaPort.open(LOOPBACK, unusable)).isNotNull();
    }
    long before = system.getOpenFileDescriptorCount();
    for (int i = 0; i < 40; i++) {
      assertThatThrownBy(() -> MediaPort.open(LOOPBACK, unusable)).isNotNull();
    }
    assertThat(system.getOpenFileDescriptorCount() - before).isLessThan(20);
  }

  private static byte[] request(int number, int padding) {
    byte[] id = new byte[12];
    id[11] = (byte) number;
    return new StunMessage(
            StunMessage.Kind.REQUEST,
            id,
            List.of(new StunAttribute.Other(0x8022, new byte[padding])))
        .write(null);
  }

  @Test
  void strangersSeeThatThePortIsOpenWhereTheyMay() throws Exception {
    try (MediaPort port = MediaPort.open(LOOPBACK, List.of());
        MediaPort silent = MediaPort.open(LOOPBACK, List.of());
        DatagramSocket stranger = new DatagramSocket(LOOPBACK)) {
      stranger.setSoTimeout(30_000);
      port.answerStrangers();
      byte[] forged = request(2, 40);
      forged[30] ^= 1; // The fingerprint does not fit any more.
      send(stranger, silent, request(1, 40));
      await().until(() -> silent.packetsDropped() == 1);
      send(stranger, port, forged);
      send(stranger, port, request(3, 4));
      send(stranger, port, request(4, 40));
      var packet = new DatagramPacket(new byte[100], 100);
      stranger.receive(packet);
      StunMessage answer = StunMessage.parse(packet.getData(), 0, packet.getLength());
      assertThat(answer.transactionId()[11]).isEqualTo((byte) 4);
      assertThat(answer.attribute(StunAttribute.XorMappedAddress.class).orElseThrow().port())
          .isEqualTo(stranger.getLocalPort());
      assertThat(port.packetsDropped()).isEqualTo(2);
      // What comes back to it, from another such port for example, ends there.
      send(stranger, port, Arrays.copyOf(packet.getData(), packet.getLength()));
      await().until(() -> port.packetsDropped() == 3);
    }
  }
}
