package app.rostrum.rtc.sctp;

import app.rostrum.wire.sctp.Chunk;
import java.util.Arrays;

/** A DATA chunk that has a number and is not yet behind the cumulative acknowledgement. */
final class SentChunk {
  /** The fate of the chunk, as far as it is known. */
  enum State {
    IN_FLIGHT,
    /** Acknowledged beyond a gap; the other end may still discard it. */
    ACKNOWLEDGED,
    /** To be sent again. */
    LOST,
    /** Not to be sent again: the other end is told to go on without it. */
    ABANDONED
  }

  final long tsn;
  final Outgoing message;
  final int offset;
  final int length;
  final boolean end;
  State state = State.IN_FLIGHT;
  long sentAt;
  int transmissions = 1;
  int missed;

  SentChunk(long tsn, Outgoing message, int offset, int length, boolean end, long sentAt) {
    this.tsn = tsn;
    this.message = message;
    this.offset = offset;
    this.length = length;
    this.end = end;
    this.sentAt = sentAt;
  }

  Chunk.Data data(boolean immediate) {
    return new Chunk.Data(
        immediate,
        !message.delivery.ordered(),
        offset == 0,
        end,
        (int) tsn,
        message.stream,
        message.sequence,
        message.protocol,
        offset == 0 && length == message.payload.length
            ? message.payload
            : Arrays.copyOfRange(message.payload, offset, offset + length));
  }
}
