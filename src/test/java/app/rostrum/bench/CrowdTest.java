package app.rostrum.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrowdTest {
  @SuppressWarnings("NullAway.Init")
  private DatagramChannel server;

  @SuppressWarnings("NullAway.Init")
  private Crowd crowd;

  @BeforeEach
  void open() throws IOException {
    server = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
    crowd = new Crowd((InetSocketAddress) server.getLocalAddress());
  }

  @AfterEach
  void close() throws IOException {
    crowd.close();
    server.close();
  }

  private void send(Crowd.Member member, int sequenceNumber) throws IOException {
    ByteBuffer rtp = ByteBuffer.allocate(20);
    rtp.put((byte) 0x80).put((byte) 111).putShort((short) sequenceNumber).rewind();
    server.send(rtp, new InetSocketAddress("127.0.0.1", member.port()));
  }

  @Test
  void packetsAndGapsInTheirNumbersAreCounted() throws IOException {
    Crowd.Member member = crowd.add();
    send(member, 65535);
    send(member, 0);
    send(member, 3);
    await().until(() -> member.packets == 3);
    assertThat(member.lost).isEqualTo(2);
  }

  @Test
  void aListenerWhoseSocketIsGoneIsForgottenAndTheOthersAreCountedOn() throws IOException {
    Crowd.Member gone = crowd.add();
    Crowd.Member present = crowd.add();
    gone.close();
    await().until(() -> crowd.members().equals(List.of(present)));
    send(present, 1);
    await().until(() -> present.packets == 1);
  }
}
