package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.wire.rtp.RtpPacket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two ends over loopback. */
@Timeout(120)
class RtcPeerTest extends TwoEnds {
  @Test
  void opusFlowsBothWaysOnOneSection() throws Exception {
    RtpTransceiver up = client.peer.addAudio(Direction.SENDRECV, "voice");
    RtpTransceiver down = server.peer.addAudio(Direction.SENDRECV, "mix");
    connect();
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
    connect();
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

  @Test
  void forwardedPacketsKeepTheirNumbersAndGoOnAfterAChangeOfSource() throws Exception {
    client.peer.addAudio(Direction.RECVONLY, "");
    RtpTransceiver down = server.peer.addAudio(Direction.SENDONLY, "anna");
    connect();
    for (int i = 0; i < 3; i++) {
      down.forward(packet(5, 65_534 + i, i * 960L));
    }
    down.forward(packet(6, 100, 7));
    down.forward(packet(6, 101, 967));
    down.forward(packet(6, 101, 967));

    RtpTransceiver heard = client.receiving("anna");
    await().until(() -> client.received(heard).size() == 5);
    assertThat(client.received(heard))
        .extracting(RtpPacket::sequenceNumber)
        .containsExactly(65_534, 65_535, 0, 1, 2);
    assertThat(client.received(heard)).extracting(RtpPacket::ssrc).containsOnly(down.localSsrc());
    List<Long> timestamps = client.received(heard).stream().map(RtpPacket::timestamp).toList();
    assertThat(timestamps.subList(0, 3)).containsExactly(0L, 960L, 1920L);
    assertThat(timestamps.get(3)).isGreaterThanOrEqualTo(2880);
    assertThat(timestamps.get(4) - timestamps.get(3)).isEqualTo(960);
    // The last one was there before: its number must not be used twice.
    assertThat(server.peer.stats().packetsDropped()).isEqualTo(1);
  }

  private static RtpPacket packet(long ssrc, int number, long timestamp) {
    return new RtpPacket(
        96, false, number & 0xFFFF, timestamp, ssrc, new int[0], 40, true, new byte[] {1});
  }

  @Test
  void bothEndsLearnTheRoundTripAndThatNothingIsLost() throws Exception {
    RtpTransceiver up = client.peer.addAudio(Direction.SENDRECV, "voice");
    RtpTransceiver down = server.peer.addAudio(Direction.SENDRECV, "mix");
    connect();
    AtomicInteger number = new AtomicInteger();
    await()
        .until(
            () -> {
              End.send(up, number.get(), (byte) 1);
              End.send(down, number.getAndIncrement(), (byte) 2);
              return client.peer.stats().roundTripTime().isPresent()
                  && server.peer.stats().roundTripTime().isPresent();
            });
    assertThat(client.peer.stats().roundTripTime().orElseThrow()).isLessThan(Duration.ofSeconds(1));
    assertThat(client.peer.stats().lossRatio()).isZero();
    assertThat(client.peer.stats().packetsSent()).isEqualTo(number.get());
  }

  /** Reports about once a second would not tell within a second that the other end has stopped. */
  @Test
  void anEndThatAcknowledgesSaysSoonWhatItReceives() throws Exception {
    RtpTransceiver up = client.peer.addAudio(Direction.SENDONLY, "voice");
    server.peer.acknowledgeEvery(Duration.ofMillis(100));
    connect();
    AtomicInteger number = new AtomicInteger();
    AtomicInteger reports = new AtomicInteger();
    AtomicReference<Duration> last = new AtomicReference<>(Duration.ZERO);
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              End.send(up, number.getAndIncrement(), (byte) 1);
              Duration age = client.peer.stats().sinceReport().orElse(Duration.ofDays(1));
              if (age.compareTo(last.getAndSet(age)) < 0) {
                reports.incrementAndGet();
              }
              return reports.get() >= 40;
            });
    assertThat(client.peer.stats().lossRatio()).isZero();
  }

  @Test
  void anErrorInAListenerDoesNotKeepTheNextEventFromIt() throws Exception {
    client.next =
        new RtcPeer.Listener() {
          @Override
          public void onState(RtcPeer.State state) {
            throw new AssertionError("a listener's fault");
          }
        };
    client.peer.addAudio(Direction.SENDRECV, "voice");
    client.negotiate(server);
    client.awaitState(RtcPeer.State.CONNECTED);
    await().until(() -> client.states.contains(RtcPeer.State.CONNECTED));
    assertThat(client.states).contains(RtcPeer.State.CONNECTING);
  }
}
