package app.rostrum.rtc.sctp;

import app.rostrum.wire.sctp.Chunk;
import app.rostrum.wire.sctp.SctpPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The control chunks that wait to be sent, and their bundling with acknowledgements and data into
 * as few packets as possible (RFC 9260, section 6.10).
 */
final class Bundling {
  /** The size of a SACK without gaps, for which room is left. */
  private static final int SACK_SIZE = 16;

  private final int room;
  private final Deque<Chunk> control = new ArrayDeque<>();

  Bundling(SctpSettings settings) {
    room = settings.maxPacket() - SctpPacket.HEADER;
  }

  void add(Chunk chunk) {
    control.add(chunk);
  }

  /** Adds a chunk that has to come before all others. */
  void addFirst(Chunk chunk) {
    control.addFirst(chunk);
  }

  void clear() {
    control.clear();
  }

  /** Removes and returns the control chunks, which go alone before data may be sent. */
  List<Chunk> removeAll() {
    List<Chunk> all = List.copyOf(control);
    control.clear();
    return all;
  }

  /** Removes and returns the chunks of the next packet; none if nothing may be sent now. */
  List<Chunk> next(Inbound inbound, Outbound outbound, long now) {
    List<Chunk> chunks = new ArrayList<>(4);
    int left = room;
    if (inbound.sackDue(now)) {
      left = add(inbound.sack(), chunks, left);
    }
    while (!control.isEmpty() && control.getFirst().size() <= left) {
      left = add(control.removeFirst(), chunks, left);
    }
    Optional<Chunk.ForwardTsn> forward = outbound.forward(left, now);
    if (forward.isPresent()) {
      left = add(forward.get(), chunks, left);
    }
    addData(inbound, outbound, chunks, left, now);
    return chunks;
  }

  private static int add(Chunk chunk, List<Chunk> chunks, int left) {
    chunks.add(chunk);
    return left - chunk.size();
  }

  private static void addData(
      Inbound inbound, Outbound outbound, List<Chunk> chunks, int room, long now) {
    int left = room;
    boolean first = true;
    while (left > Chunk.DATA_HEADER) {
      int spare = first && inbound.sackPending() ? left - SACK_SIZE : left;
      Chunk.Data data = outbound.next(spare, chunks.isEmpty(), now);
      if (data == null) {
        return;
      }
      if (first && inbound.sackPending()) {
        left = add(inbound.sack(), chunks, left);
      }
      first = false;
      left = add(data, chunks, left);
    }
  }
}
