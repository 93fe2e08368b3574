package app.rostrum.cloud.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.rtc.Codec;
import app.rostrum.rtc.Direction;
import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.rtc.RtpTransceiver;
import app.rostrum.wire.room.TrackKind;
import app.rostrum.wire.rtp.RtpPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One publisher and several subscribers, each on a connection of its own. */
@Timeout(120)
class ForwardedTrackTest {
  private static final byte[] RED = HexFormat.of().parseHex("ef1e0002" + "6f" + "0102" + "0a0b0c");

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<AudioTap> taps = new ArrayList<>();
  private final List<RtpPacket> tapped = new CopyOnWriteArrayList<>();

  /** A connected pair: the participant's end and the room's. */
  private final class Leg {
    final List<RtpPacket> received = new CopyOnWriteArrayList<>();
    final List<RtpTransceiver> keyframeRequests = new CopyOnWriteArrayList<>();
    final RtcPeer participant;
    final RtcPeer room;

    Leg(Set<Codec.Name> codecs, ForwardedTrack track) throws IOException {
      participant =
          RtcPeer.create(
              port(),
              RtcPeer.IceRole.FULL,
              codecs,
              new RtcPeer.Listener() {
                @Override
                public void onState(RtcPeer.State state) {}

                @Override
                public void onRtp(RtpTransceiver transceiver, RtpPacket packet) {
                  received.add(packet);
                }

                @Override
                public void onKeyframeRequest(RtpTransceiver transceiver) {
                  keyframeRequests.add(transceiver);
                }
              });
      room =
          RtcPeer.create(
              port(),
              RtcPeer.IceRole.LITE,
              RtcPeer.FORWARDED,
              new RtcPeer.Listener() {
                @Override
                public void onState(RtcPeer.State state) {}

                @Override
                public void onRtp(RtpTransceiver transceiver, RtpPacket packet) {
                  track.accept(transceiver, packet, System.nanoTime());
                }

                @Override
                public void onKeyframeRequest(RtpTransceiver transceiver) {
                  track.requestKeyframe();
                }
              });
      open.add(participant::close);
      open.add(room::close);
    }

    void negotiate() throws Exception {
      participant.acceptAnswer(room.answer(participant.createOffer()));
      await()
          .until(
              () ->
                  participant.state() == RtcPeer.State.CONNECTED
                      && room.state() == RtcPeer.State.CONNECTED);
    }
  }

  private MediaPort port() throws IOException {
    MediaPort port =
        MediaPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
    open.addFirst(port::close);
    return port;
  }

  private ForwardedTrack track(TrackKind kind) {
    return new ForwardedTrack("PA1", "MT1", "t", "name", kind, true, "standard", taps);
  }

  private static RtpPacket packet(int number, int level, byte... payload) {
    return new RtpPacket(0, false, number, number * 960L, 5, new int[0], level, true, payload);
  }

  @BeforeEach
  void listen() {
    taps.add(
        new AudioTap() {
          @Override
          public void onTrack(String identity, String trackSid, boolean enabled) {}

          @Override
          public void onTrackEnded(String trackSid) {}

          @Override
          public void onPacket(String trackSid, RtpPacket packet, long receivedNanos) {
            tapped.add(packet);
          }

          @Override
          public void onRoomEnded() {}
        });
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void redundancyGoesToSubscribersWithRedAndPlainOpusToTheOthersAndTheMix() throws Exception {
    ForwardedTrack track = track(TrackKind.AUDIO);
    Leg publisher = new Leg(RtcPeer.FORWARDED, track);
    Leg modern = new Leg(RtcPeer.FORWARDED, track);
    Leg plain = new Leg(RtcPeer.OPUS_ONLY, track);
    RtpTransceiver up = publisher.participant.addAudio(Direction.SENDONLY, "mic");
    publisher.negotiate();
    for (Leg subscriber : List.of(modern, plain)) {
      subscriber.participant.addAudio(Direction.RECVONLY, "");
      RtpTransceiver output = subscriber.room.addAudio(Direction.SENDONLY, "MT1");
      subscriber.negotiate();
      track.addOutput(output);
    }

    up.forward(packet(1, 30, RED), Codec.RED, up);
    up.forward(packet(2, 30, new byte[] {7, 8}), Codec.OPUS, up);
    // Its length is wrong: it is not forwarded where it would have to be unwrapped.
    up.forward(packet(3, 30, HexFormat.of().parseHex("ef1e03ff6f")), Codec.RED, up);
    up.forward(packet(4, 30, new byte[] {9}), Codec.OPUS, up);

    await().until(() -> plain.received.size() == 3 && modern.received.size() == 3);
    assertThat(modern.received.getFirst().payload()).isEqualTo(RED);
    assertThat(plain.received.getFirst().payload()).containsExactly(10, 11, 12);
    assertThat(tapped.getFirst().payload()).containsExactly(10, 11, 12);
    assertThat(plain.received).extracting(RtpPacket::sequenceNumber).containsExactly(1, 2, 4);
    assertThat(plain.received.get(1).payload()).containsExactly(7, 8);
    assertThat(track.loudness(System.nanoTime())).isPositive();
  }

  @Test
  void aPauseInTransmissionLeavesNumbersAndTimesAsTheyAre() throws Exception {
    ForwardedTrack track = track(TrackKind.AUDIO);
    Leg publisher = new Leg(RtcPeer.OPUS_ONLY, track);
    Leg subscriber = new Leg(RtcPeer.OPUS_ONLY, track);
    RtpTransceiver up = publisher.participant.addAudio(Direction.SENDONLY, "mic");
    publisher.negotiate();
    subscriber.participant.addAudio(Direction.RECVONLY, "");
    RtpTransceiver output = subscriber.room.addAudio(Direction.SENDONLY, "MT1");
    subscriber.negotiate();
    track.addOutput(output);
    byte[] speech = {1, 2, 3};
    up.sendOpus(speech, 3, 960, true, 30, new int[0], new byte[0]);
    up.sendOpus(new byte[] {1}, 1, 1920, false, 127, new int[0], new byte[0]);
    up.sendOpus(new byte[] {1}, 1, 1920 + 19_200, false, 127, new int[0], new byte[0]);
    up.sendOpus(speech, 3, 1920 + 30_720, true, 30, new int[0], new byte[0]);
    await().until(() -> subscriber.received.size() == 4);
    var numbers = subscriber.received.stream().map(RtpPacket::sequenceNumber).toList();
    assertThat(numbers.getLast() - numbers.getFirst()).isEqualTo(3);
    assertThat(subscriber.received)
        .extracting(RtpPacket::timestamp)
        .containsExactly(960L, 1920L, 21_120L, 32_640L);
    assertThat(subscriber.received.getLast().marker()).isTrue();
    assertThat(publisher.room.stats().packetsRecovered()).isZero();
  }

  @Test
  void endlessKeyframeRequestsReachThePublisherTwiceASecondAtMost() throws Exception {
    ForwardedTrack track = track(TrackKind.VIDEO);
    Leg publisher = new Leg(RtcPeer.FORWARDED, track);
    Leg subscriber = new Leg(RtcPeer.FORWARDED, track);
    RtpTransceiver up =
        publisher.participant.addVideo(Direction.SENDONLY, "cam", List.of(Codec.VP8));
    publisher.negotiate();
    RtpTransceiver seen =
        subscriber.participant.addVideo(Direction.RECVONLY, "", List.of(Codec.VP8));
    RtpTransceiver output = subscriber.room.addVideo(Direction.SENDONLY, "MT1", List.of(Codec.VP8));
    subscriber.negotiate();
    track.addOutput(output);
    up.forward(packet(1, -1, new byte[] {0x10, 1}), Codec.VP8, up);
    await().until(() -> !subscriber.received.isEmpty());
    long begun = System.nanoTime();
    var number = new AtomicInteger(2);
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              for (int i = 0; i < 20; i++) {
                seen.requestKeyframe(output.localSsrc());
              }
              up.forward(packet(number.getAndIncrement(), -1, new byte[] {0x10, 1}), Codec.VP8, up);
              return publisher.keyframeRequests.size() >= 3;
            });
    long millis = (System.nanoTime() - begun) / 1_000_000;
    assertThat(publisher.keyframeRequests.size()).isLessThanOrEqualTo((int) (millis / 500) + 1);
  }

  @Test
  void aLatePacketKeepsItsNumber() throws Exception {
    ForwardedTrack track = track(TrackKind.VIDEO);
    Leg publisher = new Leg(RtcPeer.FORWARDED, track);
    Leg subscriber = new Leg(RtcPeer.FORWARDED, track);
    RtpTransceiver up =
        publisher.participant.addVideo(Direction.SENDONLY, "cam", List.of(Codec.VP8));
    publisher.negotiate();
    subscriber.participant.addVideo(Direction.RECVONLY, "", List.of(Codec.VP8));
    RtpTransceiver output = subscriber.room.addVideo(Direction.SENDONLY, "MT1", List.of(Codec.VP8));
    subscriber.negotiate();
    track.addOutput(output);
    // The retransmitted packet comes after newer ones and keeps its number.
    for (int number : new int[] {10, 12, 11, 13}) {
      up.forward(packet(number, -1, new byte[] {0x10, (byte) number}), Codec.VP8, up);
    }
    await().until(() -> subscriber.received.size() == 4);
    assertThat(subscriber.received)
        .allSatisfy(p -> assertThat(p.payload()[1]).isEqualTo((byte) p.sequenceNumber()));
    assertThat(subscriber.received).extracting(RtpPacket::ssrc).containsOnly(output.localSsrc());
  }
}
