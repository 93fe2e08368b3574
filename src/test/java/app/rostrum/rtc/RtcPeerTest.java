package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.wire.rtp.RtpPacket;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two ends over loopback. */
@Timeout(60)
class RtcPeerTest {
  private End client;
  private End server;

  @BeforeEach
  void open() throws IOException {
    client = new End(RtcPeer.IceRole.FULL);
    server = new End(RtcPeer.IceRole.LITE);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void opusFlowsBothWaysOnOneSection() throws Exception {
    RtpTransceiver up = client.peer.addAudio(Direction.SENDRECV, "voice");
    RtpTransceiver down = server.peer.addAudio(Direction.SENDRECV, "mix");
    client.negotiate(server);
    client.awaitState(RtcPeer.State.CONNECTED);
    server.awaitState(RtcPeer.State.CONNECTED);
    assertThat(server.receiving("voice")).isSameAs(down);
    assertThat(client.receiving("mix")).isSameAs(up);

    End.send(up, 0, (byte) 1, (byte) 2);
    down.sendOpus(new byte[] {3}, 1, 960, true, 20, new int[] {0xCAFEBABE, 7}, new byte[] {20, 90});

    await().until(() -> !server.received(down).isEmpty() && !client.received(up).isEmpty());
    RtpPacket upward = server.received(down).getFirst();
    assertThat(upward.payload()).containsExactly(1, 2);
    assertThat(upward.marker()).isTrue();
    assertThat(upward.audioLevel()).isEqualTo(30);
    assertThat(upward.ssrc()).isEqualTo(up.localSsrc());
    RtpPacket downward = client.received(up).getFirst();
    assertThat(downward.csrcs()).containsExactly(0xCAFEBABE, 7);
    assertThat(downward.csrcLevels()).containsExactly(20, 90);
  }

  @Test
  void serverOffersFurtherTracks() throws Exception {
    client.peer.addAudio(Direction.SENDRECV, "me");
    client.negotiate(server);
    client.awaitState(RtcPeer.State.CONNECTED);
    server.awaitState(RtcPeer.State.CONNECTED);
    RtpTransceiver anna = server.peer.addAudio(Direction.SENDONLY, "anna");
    RtpTransceiver ben = server.peer.addAudio(Direction.SENDONLY, "ben");
    server.negotiate(client);

    End.send(anna, 0, (byte) 10);
    End.send(ben, 0, (byte) 20);
    RtpTransceiver fromAnna = client.receiving("anna");
    RtpTransceiver fromBen = client.receiving("ben");
    await()
        .until(() -> !client.received(fromAnna).isEmpty() && !client.received(fromBen).isEmpty());
    assertThat(client.received(fromAnna).getFirst().payload()).containsExactly(10);
    assertThat(client.received(fromBen).getFirst().payload()).containsExactly(20);
    assertThat(client.peer.transceivers()).hasSize(3);
    assertThat(List.of(anna.mid(), ben.mid())).doesNotHaveDuplicates();
  }
}
