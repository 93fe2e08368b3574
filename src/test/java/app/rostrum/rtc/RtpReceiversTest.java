package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.wire.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RtpReceiversTest {
  private static final long SECOND = 1_000_000_000;
  private static final int LIMIT = 128;

  private final RtpReceivers receivers = new RtpReceivers();

  @BeforeEach
  void oneSectionReceives() throws Exception {
    try (End end = new End(RtcPeer.IceRole.LITE)) {
      RtpTransceiver section = end.peer.addAudio(Direction.RECVONLY, "");
      receivers.route(
          new SdpNegotiation.Routes(Map.of(), Map.of("0", section), List.of(section), 0));
    }
  }

  /** Receives one packet of a source; returns whether the source was taken. */
  private boolean receive(int ssrc, long now) throws Exception {
    byte[] data = ByteBuffer.allocate(20).put((byte) 0x80).putInt(8, ssrc).array();
    RtpReceiver receiver = receivers.find(data, 0, data.length, now);
    if (receiver == null) {
      return false;
    }
    receiver.onPacket(
        new RtpPacket(111, false, 1, 960, ssrc, new int[0], -1, false, new byte[3]), now);
    return true;
  }

  @Test
  void sourcesThatHaveBeenSilentForAMinuteMakeRoomForNewOnes() throws Exception {
    for (int ssrc = 1; ssrc <= LIMIT; ssrc++) {
      assertThat(receive(ssrc, ssrc)).isTrue();
    }
    assertThat(receive(500, SECOND)).isFalse();
    assertThat(receive(7, 50 * SECOND)).isTrue();
    assertThat(receive(501, 62 * SECOND)).isTrue();
    assertThat(receivers.all()).extracting(RtpReceiver::ssrc).containsExactlyInAnyOrder(7L, 501L);
  }

  @Test
  void aSourceThatSaysGoodbyeIsForgotten() throws Exception {
    assertThat(receive(1, 0)).isTrue();
    receivers.remove(1);
    assertThat(receivers.all()).isEmpty();
  }
}
