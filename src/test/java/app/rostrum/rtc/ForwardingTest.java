package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.wire.rtp.RtpPacket;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A publisher and a subscriber with a server between them, as in a room. */
@Timeout(120)
class ForwardingTest {
  private static final Codec VP9 = new Codec(Codec.Name.VP9, "0");

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private End publisher;
  private End entry;
  private End exit;
  private End subscriber;

  @SuppressWarnings("NullAway.Init") // Set by what connects the ends.
  private RtpTransceiver up;

  @SuppressWarnings("NullAway.Init")
  private RtpTransceiver down;

  @BeforeEach
  void open() throws Exception {
    publisher = new End(RtcPeer.IceRole.FULL, RtcPeer.FORWARDED);
    entry = new End(RtcPeer.IceRole.LITE, RtcPeer.FORWARDED);
    exit = new End(RtcPeer.IceRole.LITE, RtcPeer.FORWARDED);
    subscriber = new End(RtcPeer.IceRole.FULL, RtcPeer.FORWARDED);
  }

  @AfterEach
  void close() {
    clock.shutdownNow();
    publisher.close();
    entry.close();
    exit.close();
    subscriber.close();
  }

  private void connect(End client, End server, LossyRelay relay) throws Exception {
    String answer = server.peer.answer(client.peer.createOffer());
    client.peer.acceptAnswer(relay.inPlaceOf(server.port, answer));
    client.awaitState(RtcPeer.State.CONNECTED);
    server.awaitState(RtcPeer.State.CONNECTED);
  }

  private void forward() {
    entry.next =
        new RtcPeer.Listener() {
          @Override
          public void onState(RtcPeer.State state) {}

          @Override
          public void onRtp(RtpTransceiver from, RtpPacket packet) {
            down.forward(packet, from.codecOf(packet), from);
          }
        };
  }

  private static RtpPacket packet(int number, long timestamp, byte... payload) {
    return new RtpPacket(0, false, number & 0xFFFF, timestamp, 7, new int[0], -1, false, payload);
  }

  @Test
  void lossOnBothLegsIsRecoveredAndCounted() throws Exception {
    try (LossyRelay in = new LossyRelay(entry.port.port());
        LossyRelay out = new LossyRelay(exit.port.port())) {
      up = publisher.peer.addVideo(Direction.SENDONLY, "camera", List.of(Codec.VP8));
      down = exit.peer.addVideo(Direction.SENDONLY, "camera", List.of(Codec.VP8));
      subscriber.peer.addVideo(Direction.RECVONLY, "", List.of(Codec.VP8));
      connect(publisher, entry, in);
      connect(subscriber, exit, out);
      forward();
      in.loss = 0.1;
      out.loss = 0.1;
      AtomicInteger number = new AtomicInteger(65_000);
      clock.scheduleAtFixedRate(
          () -> {
            int n = number.getAndIncrement();
            up.forward(packet(n, n * 3000L, (byte) 0x10, (byte) n), Codec.VP8, up);
          },
          0,
          5,
          TimeUnit.MILLISECONDS);
      RtpTransceiver seen = subscriber.receiving("camera");
      await()
          .untilAsserted(
              () -> {
                var numbers =
                    subscriber.received(seen).stream()
                        .map(p -> (p.sequenceNumber() + 1000) & 0xFFFF)
                        .distinct()
                        .sorted()
                        .toList();
                assertThat(numbers.size()).isGreaterThan(1000);
                // All but the last: its loss shows only when a packet follows.
                int span = numbers.getLast() - numbers.getFirst() + 1;
                assertThat((double) numbers.size() / span).isGreaterThan(0.99);
              });
      assertThat(in.lost.get()).isGreaterThan(50);
      assertThat(publisher.peer.stats().packetsResent()).isGreaterThan(50);
      assertThat(entry.peer.stats().packetsRecovered()).isGreaterThan(50);
      assertThat(exit.peer.stats().packetsResent()).isGreaterThan(50);
      assertThat(subscriber.peer.stats().packetsRecovered()).isGreaterThan(50);
    }
  }

  @Test
  void lostSoundIsRetransmittedToo() throws Exception {
    try (LossyRelay in = new LossyRelay(entry.port.port())) {
      up = publisher.peer.addAudio(Direction.SENDONLY, "voice");
      connect(publisher, entry, in);
      in.loss = 0.2;
      AtomicInteger number = new AtomicInteger();
      clock.scheduleAtFixedRate(
          () -> End.send(up, number.getAndIncrement(), (byte) 1, (byte) 2),
          0,
          10,
          TimeUnit.MILLISECONDS);
      await()
          .until(
              () ->
                  in.lost.get() > 50
                      && entry.peer.stats().packetsRecovered() > in.lost.get() * 3L / 4);
      RtpTransceiver heard = entry.receiving("voice");
      assertThat(entry.received(heard)).isNotEmpty();
    }
  }

  @Test
  void aSubscriberThatMissesAPictureAsksTheServerForIt() throws Exception {
    down = exit.peer.addVideo(Direction.SENDONLY, "camera", List.of(Codec.VP8));
    subscriber.peer.addVideo(Direction.RECVONLY, "", List.of(Codec.VP8));
    subscriber.negotiate(exit);
    subscriber.awaitState(RtcPeer.State.CONNECTED);
    exit.awaitState(RtcPeer.State.CONNECTED);
    subscriber.receiving("camera").requestKeyframe(down.localSsrc());
    await().until(() -> !exit.keyframeRequests.isEmpty());
    assertThat(exit.keyframeRequests).containsOnly(down);
  }

  @Test
  void payloadTypesAreTranslatedByCodec() throws Exception {
    up = publisher.peer.addVideo(Direction.SENDONLY, "camera", List.of(VP9, Codec.VP8));
    down = exit.peer.addVideo(Direction.SENDONLY, "camera", List.of(Codec.VP8, VP9));
    subscriber.peer.addVideo(Direction.RECVONLY, "", List.of(Codec.VP8));
    publisher.negotiate(entry);
    subscriber.negotiate(exit);
    publisher.awaitState(RtcPeer.State.CONNECTED);
    entry.awaitState(RtcPeer.State.CONNECTED);
    subscriber.awaitState(RtcPeer.State.CONNECTED);
    exit.awaitState(RtcPeer.State.CONNECTED);
    forward();
    up.forward(packet(1, 3000, (byte) 1), VP9, up);
    up.forward(packet(2, 6000, (byte) 2), Codec.VP8, up);
    RtpTransceiver seen = subscriber.receiving("camera");
    await().until(() -> !subscriber.received(seen).isEmpty());
    // The subscriber takes no VP9.
    assertThat(subscriber.received(seen))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.payload()).containsExactly(2);
              assertThat(seen.codecOf(p)).isEqualTo(Codec.VP8);
            });
    assertThat(entry.received(entry.receiving("camera"))).hasSize(2);
  }

  @Test
  void aServerThatHasOpusAloneAnswersPicturesInactive() throws Exception {
    try (End plain = new End(RtcPeer.IceRole.LITE)) {
      publisher.peer.addAudio(Direction.SENDONLY, "voice");
      up = publisher.peer.addVideo(Direction.SENDONLY, "camera", List.of(Codec.VP8));
      publisher.negotiate(plain);
      assertThat(up.currentDirection()).isEqualTo(Direction.INACTIVE);
    }
  }
}
