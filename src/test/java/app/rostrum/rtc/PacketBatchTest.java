package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.rtc.dtls.PacketBuffer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PacketBatchTest {
  private MediaPort port;
  private DatagramSocket ann;
  private DatagramSocket ben;

  @BeforeEach
  void open() throws IOException {
    port = MediaPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
    ann = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    ben = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    ann.setSoTimeout(20_000);
    ben.setSoTimeout(20_000);
  }

  @AfterEach
  void close() {
    port.close();
    ann.close();
    ben.close();
  }

  private void send(int content, InetSocketAddress to) {
    PacketBatch batch = PacketBatch.ofThread();
    PacketBuffer packet = batch.next();
    packet.getBuffer()[0] = (byte) content;
    packet.reset(1);
    batch.add(port, to);
  }

  private void send(int content, DatagramSocket to) {
    send(content, (InetSocketAddress) to.getLocalSocketAddress());
  }

  private static List<Integer> received(DatagramSocket by, int count) throws IOException {
    var packet = new DatagramPacket(new byte[100], 100);
    var contents = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      by.receive(packet);
      assertThat(packet.getLength()).isEqualTo(1);
      contents.add((int) packet.getData()[0]);
    }
    return contents;
  }

  @Test
  void packetsSentTogetherArriveEachWhereItBelongsAndInOrder() throws Exception {
    PacketBatch.together(
        () -> {
          for (int i = 0; i < 100; i++) {
            send(i, i % 3 == 0 ? ann : ben);
          }
        });
    assertThat(received(ann, 34))
        .isEqualTo(IntStream.range(0, 100).filter(i -> i % 3 == 0).boxed().toList());
    assertThat(received(ben, 66))
        .isEqualTo(IntStream.range(0, 100).filter(i -> i % 3 != 0).boxed().toList());
  }

  @Test
  void aPacketByItselfIsSentAtOnceAlsoAfterOthersWereSentTogether() throws Exception {
    send(1, ann);
    assertThat(received(ann, 1)).containsExactly(1);
    PacketBatch.together(() -> send(2, ann));
    assertThat(received(ann, 1)).containsExactly(2);
    send(3, ann);
    assertThat(received(ann, 1)).containsExactly(3);
  }

  @Test
  void anAddressThatCannotBeReachedKeepsNoOtherPacketBack() throws Exception {
    PacketBatch.together(
        () -> {
          send(1, ann);
          send(2, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
          send(3, InetSocketAddress.createUnresolved("nowhere", 5));
          send(4, ann);
        });
    assertThat(received(ann, 2)).containsExactly(1, 4);
    assertThat(port.packetsUnsent()).isEqualTo(2);
  }

  @Test
  @SuppressWarnings("NullAway") // The shortest way to a sending that throws.
  void aSendingThatThrowsKeepsNoOtherPacketBack() throws Exception {
    var to = (InetSocketAddress) ann.getLocalSocketAddress();
    assertThatThrownBy(
            () ->
                PacketBatch.together(
                    () -> {
                      send(1, ann);
                      PacketBatch.ofThread().next();
                      PacketBatch.ofThread().add(null, to);
                      send(2, ann);
                    }))
        .isInstanceOf(NullPointerException.class);
    assertThat(received(ann, 2)).containsExactly(1, 2);
    send(3, ann);
    assertThat(received(ann, 1)).containsExactly(3);
  }

  @Test
  void anErrorInTheMiddleLosesNoPacketBeforeIt() throws Exception {
    assertThatThrownBy(
            () ->
                PacketBatch.together(
                    () -> {
                      send(1, ann);
                      throw new AssertionError("on purpose");
                    }))
        .hasMessage("on purpose");
    assertThat(received(ann, 1)).containsExactly(1);
    send(2, ann);
    assertThat(received(ann, 1)).containsExactly(2);
  }
}
