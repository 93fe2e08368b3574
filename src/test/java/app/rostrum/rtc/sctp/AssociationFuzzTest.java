package app.rostrum.rtc.sctp;

import app.rostrum.wire.sctp.Chunk;
import app.rostrum.wire.sctp.Parameter;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Well-formed chunks in senseless orders: the association answers or ends, and keeps no more. */
@Tag("fuzz")
class AssociationFuzzTest {
  private static final int MAX_STEPS = 400;

  @FuzzTest(maxDuration = "30s")
  void nothingEscapesAndNothingPilesUp(FuzzedDataProvider in) {
    RawPeer peer = RawPeer.connected();
    peer.consumes = in.consumeBoolean();
    for (int step = 0; step < MAX_STEPS && in.remainingBytes() > 0; step++) {
      switch (in.consumeInt(0, 9)) {
        case 0 -> peer.pass(in.consumeInt(0, 40) / 4.0);
        case 1 ->
            peer.association.send(
                in.consumeInt(0, 5),
                53,
                new byte[in.consumeInt(1, 5000)],
                new Delivery(
                    in.consumeBoolean(), in.consumeInt(-1, 2), in.consumeInt(-1, 3) * 100_000_000L),
                peer.now);
        case 2 -> peer.association.resetStream(in.consumeInt(0, 5), peer.now);
        default -> {
          List<Chunk> chunks = new ArrayList<>();
          for (int i = in.consumeInt(1, 3); i > 0; i--) {
            chunks.add(chunk(in, peer));
          }
          peer.say(chunks.toArray(new Chunk[0]));
        }
      }
      peer.replies.clear();
    }
    long kept = peer.messages.stream().mapToLong(SctpMessage::charge).sum();
    if (!peer.consumes && kept > 2 << 20) {
      throw new AssertionError("kept " + kept);
    }
  }

  private static Chunk chunk(FuzzedDataProvider in, RawPeer peer) {
    return switch (in.consumeInt(0, 9)) {
      case 0 ->
          new Chunk.Sack(
              peer.theirTsn - 1 + in.consumeInt(0, 4),
              in.consumeInt(0, 100_000),
              List.of(new Chunk.Sack.Gap(in.consumeInt(0, 9), in.consumeInt(0, 9))),
              new int[0]);
      case 1 ->
          new Chunk.ForwardTsn(
              RawPeer.FIRST_TSN + in.consumeInt(-3, 40),
              List.of(new Chunk.ForwardTsn.Skipped(in.consumeInt(0, 5), in.consumeInt(0, 65_535))));
      case 2 ->
          new Chunk.Reconfiguration(
              List.of(
                  in.consumeBoolean()
                      ? new Parameter.OutgoingReset(
                          RawPeer.FIRST_TSN + in.consumeInt(0, 3),
                          peer.theirTsn,
                          RawPeer.FIRST_TSN + in.consumeInt(-1, 5),
                          List.of(in.consumeInt(0, 5)))
                      : new Parameter.ResetResponse(
                          peer.theirTsn + in.consumeInt(0, 3), in.consumeInt(0, 7))));
      case 3 -> new Chunk.Heartbeat(in.consumeBoolean(), in.consumeBytes(20));
      default ->
          new Chunk.Data(
              in.consumeBoolean(),
              in.consumeBoolean(),
              in.consumeBoolean(),
              in.consumeBoolean(),
              RawPeer.FIRST_TSN + in.consumeInt(-2, 60),
              in.consumeInt(0, 5),
              in.consumeInt(0, 8),
              in.consumeInt(50, 57),
              new byte[in.consumeInt(1, 1100)]);
    };
  }
}
