package app.rostrum.rtc.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.wire.sctp.Checksums;
import app.rostrum.wire.sctp.Chunk;
import app.rostrum.wire.sctp.Parameter;
import app.rostrum.wire.sctp.Parameter.ResetResponse;
import app.rostrum.wire.sctp.SctpPacket;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An association whose other end breaks the rules, repeats itself or wants too much. */
@Timeout(120)
class HostilePeerTest {
  private RawPeer peer;

  @BeforeEach
  void connect() {
    peer = RawPeer.connected();
  }

  private void assertStillGood(int nextNumber, int stream, int sequence) {
    int before = peer.messages.size();
    peer.say(RawPeer.whole(nextNumber, stream, sequence));
    assertThat(peer.messages).hasSize(before + 1);
    assertThat(peer.ended).isEmpty();
  }

  @Test
  void packetsWithAWrongTagPortOrChecksumAreIgnored() {
    peer.say(peer.theirTag + 1, RawPeer.whole(0, 0, 0));
    peer.say(0, RawPeer.whole(0, 0, 0));
    peer.say(RawPeer.TAG, new Chunk.Abort(false, List.of()));
    byte[] otherPort =
        new SctpPacket(5000, 5001, peer.theirTag, List.of(RawPeer.whole(0, 0, 0))).write();
    peer.saySpoiled(otherPort);
    byte[] spoiled =
        new SctpPacket(5000, 5000, peer.theirTag, List.of(RawPeer.whole(0, 0, 0))).write();
    spoiled[20] ^= 1;
    peer.saySpoiled(spoiled);
    assertThat(peer.messages).isEmpty();
    assertThat(peer.ended).isEmpty();
    assertStillGood(0, 0, 0);
  }

  @Test
  void rubbishOfAllKindsDoesNoHarm() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] data = new byte[4 * random.nextInt(60)];
      random.nextBytes(data);
      if (data.length > 12) {
        System.arraycopy(
            new SctpPacket(5000, 5000, random.nextInt(4) == 0 ? 0 : peer.theirTag, List.of())
                .write(),
            0,
            data,
            0,
            8);
        // Not the kinds that rightly end an association.
        data[12] = (byte) (new int[] {0, 1, 2, 3, 4, 5, 9, 10, 130, 192, 63, 255}[i % 12]);
        Checksums.fix(data);
      }
      peer.saySpoiled(data);
      if (peer.ended.isPresent()) {
        peer = RawPeer.connected();
      }
    }
  }

  @Test
  void farAwayNumbersAreNotTaken() {
    for (int distance : new int[] {65_540, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      peer.say(RawPeer.whole(distance, 0, 5));
    }
    peer.pass(1);
    Chunk.Sack sack = peer.reply(Chunk.Sack.class);
    assertThat(sack.cumulativeTsn()).isEqualTo(RawPeer.FIRST_TSN - 1);
    assertThat(sack.gaps()).isEmpty();
    assertStillGood(0, 0, 0);
  }

  @Test
  void aFloodOfDuplicatesIsReportedWithinBounds() {
    peer.say(RawPeer.whole(0, 0, 0));
    for (int i = 0; i < 5000; i++) {
      peer.say(RawPeer.whole(0, 0, 0), RawPeer.whole(0, 0, 0), RawPeer.whole(0, 0, 0));
    }
    assertThat(peer.messages).hasSize(1);
    assertThat(peer.reply(Chunk.Sack.class).duplicates().length).isBetween(1, 20);
    assertStillGood(1, 0, 1);
  }

  @Test
  void dataBeyondTheWindowIsNotKept() {
    // Every second number, so that nothing can be delivered.
    for (int i = 0; i < 5000; i++) {
      peer.say(RawPeer.data(2 * i + 1, 0, 2 * i + 1, true, true, 1000));
    }
    Chunk.Sack sack = peer.reply(Chunk.Sack.class);
    assertThat(sack.window()).isLessThan(2000);
    peer.say(RawPeer.data(0, 0, 0, true, true, 1000));
    assertThat(peer.messages.stream().mapToLong(SctpMessage::charge).sum())
        .isLessThanOrEqualTo(2 << 20);
    assertThat(peer.ended).isEmpty();
  }

  @Test
  void unreadDataIsNotKeptBeyondTheWindow() {
    peer.consumes = false;
    for (int i = 0; i < 10_000; i++) {
      peer.say(RawPeer.data(i, 0, i, true, true, 1000));
    }
    assertThat(peer.messages.stream().mapToLong(SctpMessage::charge).sum())
        .isLessThanOrEqualTo(2 << 20);
    assertThat(peer.reply(Chunk.Sack.class).window()).isZero();
  }

  @Test
  void aMessageLargerThanAnnouncedEndsTheAssociation() {
    for (int i = 0; i < 400 && peer.ended.isEmpty(); i++) {
      peer.say(RawPeer.data(i, 0, 0, i == 0, false, 1000));
    }
    assertThat(peer.ended).contains("a message is larger than announced");
    assertThat(peer.reply(Chunk.Abort.class).causes().getFirst().code())
        .isEqualTo(Chunk.ErrorCause.OUT_OF_RESOURCE);
  }

  @Test
  void aChunkWithoutDataEndsTheAssociation() {
    peer.say(RawPeer.data(0, 0, 0, true, true, 0));
    assertThat(peer.reply(Chunk.Abort.class).causes().getFirst().code())
        .isEqualTo(Chunk.ErrorCause.NO_USER_DATA);
  }

  @Test
  void partsOfDifferentStreamsAreNoMessage() {
    peer.say(RawPeer.data(0, 0, 0, true, false, 10), RawPeer.data(1, 1, 0, false, true, 10));
    assertThat(peer.ended).isPresent();
    assertThat(peer.messages).isEmpty();
  }

  @Test
  void aStreamThatDoesNotExistIsReportedAndItsDataForgotten() {
    peer.say(RawPeer.whole(0, 2000, 0));
    assertThat(peer.reply(Chunk.Failure.class).causes().getFirst().code())
        .isEqualTo(Chunk.ErrorCause.INVALID_STREAM);
    assertThat(peer.messages).isEmpty();
    assertStillGood(1, 0, 0);
  }

  @Test
  void acknowledgingWhatWasNeverSentEndsTheAssociation() {
    peer.say(new Chunk.Sack(peer.theirTsn + 5, 1000, List.of(), new int[0]));
    assertThat(peer.ended).contains("acknowledges what was not sent");
  }

  @Test
  void gapsThatMeanNothingAreReadWithinBounds() {
    peer.association.send(0, 53, new byte[5000], Delivery.RELIABLE, peer.now);
    List<Chunk.Sack.Gap> nonsense =
        List.of(
            new Chunk.Sack.Gap(9, 2),
            new Chunk.Sack.Gap(0, 0),
            new Chunk.Sack.Gap(65_535, 65_535),
            new Chunk.Sack.Gap(2, 60_000));
    for (int i = 0; i < 100; i++) {
      peer.say(new Chunk.Sack(peer.theirTsn - 1, 1 << 20, nonsense, new int[] {1, 2, 3}));
      peer.say(new Chunk.Sack(peer.theirTsn - 1, 0, List.of(), new int[0]));
    }
    assertThat(peer.ended).isEmpty();
    peer.say(new Chunk.Sack(peer.theirTsn + 4, 1 << 20, List.of(), new int[0]));
    assertThat(peer.association.buffered()).isZero();
  }

  @Test
  void forwardTsnIsObeyedAndFarSkipsDoNoHarm() {
    peer.say(RawPeer.whole(3, 0, 1), RawPeer.data(5, 0, 2, true, false, 10));
    peer.say(
        new Chunk.ForwardTsn(RawPeer.FIRST_TSN + 5, List.of(new Chunk.ForwardTsn.Skipped(0, 2))));
    assertThat(peer.messages).hasSize(1);
    assertStillGood(6, 0, 3);
    peer.say(
        new Chunk.ForwardTsn(
            RawPeer.FIRST_TSN + 2_000_000_000, List.of(new Chunk.ForwardTsn.Skipped(9999, 7))));
    assertStillGood(2_000_000_001, 0, 4);
  }

  @Test
  void resetRequestsOutOfSequenceAreRefusedAndRepeatedOnesAnsweredAgain() {
    peer.say(RawPeer.whole(0, 4, 0));
    Chunk.Reconfiguration reset =
        new Chunk.Reconfiguration(
            List.of(
                new Parameter.OutgoingReset(RawPeer.FIRST_TSN, 0, RawPeer.FIRST_TSN, List.of(4))));
    peer.say(reset);
    peer.say(reset);
    assertThat(peer.incomingResets).containsExactly(List.of(4));
    assertThat(result()).isEqualTo(ResetResponse.PERFORMED);
    peer.say(
        new Chunk.Reconfiguration(
            List.of(new Parameter.OutgoingReset(77, 0, RawPeer.FIRST_TSN, List.of(4)))));
    assertThat(result()).isEqualTo(ResetResponse.BAD_NUMBER);
    // Only after everything sent before it has arrived.
    peer.say(
        new Chunk.Reconfiguration(
            List.of(
                new Parameter.OutgoingReset(
                    RawPeer.FIRST_TSN + 1, 0, RawPeer.FIRST_TSN + 9, List.of(5)))));
    assertThat(result()).isEqualTo(ResetResponse.IN_PROGRESS);
    peer.say(
        new Chunk.Reconfiguration(
            List.of(new Parameter.Unknown(17, new byte[] {0, 0, 3, (byte) 0xE9, 0, 9, 0, 0}))));
    assertThat(result()).isEqualTo(ResetResponse.DENIED);
    assertStillGood(1, 4, 0);
  }

  private int result() {
    return ((ResetResponse) peer.reply(Chunk.Reconfiguration.class).parameters().getFirst())
        .result();
  }

  @Test
  void unknownChunksAreSkippedOrStopThePacketAsTheirTypeSays() {
    peer.say(new Chunk.Unknown(0xFE, 0, new byte[8]), RawPeer.whole(0, 0, 0));
    assertThat(peer.messages).hasSize(1);
    assertThat(peer.reply(Chunk.Failure.class).causes().getFirst().code())
        .isEqualTo(Chunk.ErrorCause.UNRECOGNIZED_CHUNK);
    peer.say(new Chunk.Unknown(0x3E, 0, new byte[8]), RawPeer.whole(1, 0, 1));
    assertThat(peer.messages).hasSize(1);
  }

  @Test
  void initsAndForgedCookiesDoNotDisturbAnEstablishedAssociation() {
    for (int i = 0; i < 1000; i++) {
      peer.say(0, RawPeer.init(i + 1, i));
    }
    byte[] cookie = RawPeer.cookie(peer.reply(Chunk.Init.class));
    cookie[3] ^= 1;
    peer.say(new Chunk.CookieEcho(cookie));
    peer.say(0, RawPeer.init(0, 1));
    assertThat(peer.restarts).isZero();
    assertStillGood(0, 0, 0);
  }

  @Test
  void aStaleCookieIsRefused() {
    RawPeer late = new RawPeer();
    late.say(0, RawPeer.init(RawPeer.TAG, 1));
    Chunk.Init ack = late.reply(Chunk.Init.class);
    late.now += 61_000_000_000L;
    late.say(ack.tag(), new Chunk.CookieEcho(RawPeer.cookie(ack)));
    assertThat(late.association.state()).isEqualTo(Association.State.CLOSED);
    assertThat(late.reply(Chunk.Failure.class).causes().getFirst().code())
        .isEqualTo(Chunk.ErrorCause.STALE_COOKIE);
  }

  @Test
  void aRestartedPeerStartsWithFreshNumbers() {
    peer.say(RawPeer.whole(0, 0, 0), RawPeer.data(1, 0, 1, true, false, 10));
    peer.handshake(0x55667788, RawPeer.FIRST_TSN);
    assertThat(peer.restarts).isEqualTo(1);
    assertStillGood(0, 0, 0);
    assertThat(peer.association.send(0, 53, new byte[10], Delivery.RELIABLE, peer.now)).isTrue();
    assertThat(peer.reply(Chunk.Data.class).tsn()).isEqualTo(peer.theirTsn);
  }

  @Test
  void heartbeatsAreAnsweredAndForgedAnswersIgnored() {
    peer.say(new Chunk.Heartbeat(false, new byte[] {1, 2, 3}));
    assertThat(peer.reply(Chunk.Heartbeat.class).info()).containsExactly(1, 2, 3);
    peer.say(new Chunk.Heartbeat(true, new byte[16]));
    peer.pass(40);
    assertThat(peer.reply(Chunk.Heartbeat.class).acknowledges()).isFalse();
    assertThat(peer.ended).isEmpty();
  }

  @Test
  void acknowledgementsComeAtOnceForEverySecondPacketAndElseSoon() {
    peer.say(RawPeer.whole(0, 0, 0));
    assertThat(peer.replied(Chunk.Sack.class)).isFalse();
    peer.pass(0.2);
    assertThat(peer.reply(Chunk.Sack.class).cumulativeTsn()).isEqualTo(RawPeer.FIRST_TSN);
    peer.say(RawPeer.whole(1, 0, 1));
    peer.say(RawPeer.whole(2, 0, 2));
    assertThat(peer.reply(Chunk.Sack.class).cumulativeTsn()).isEqualTo(RawPeer.FIRST_TSN + 2);
    peer.say(RawPeer.whole(5, 0, 5));
    assertThat(peer.reply(Chunk.Sack.class).gaps()).containsExactly(new Chunk.Sack.Gap(3, 3));
  }
}
