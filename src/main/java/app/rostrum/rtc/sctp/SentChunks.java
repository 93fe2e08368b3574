package app.rostrum.rtc.sctp;

import org.jspecify.annotations.Nullable;

/** The chunks between the cumulative acknowledgement and the next number, by number. */
final class SentChunks {
  private @Nullable SentChunk[] ring = new @Nullable SentChunk[64];
  private long first;
  private int size;

  SentChunks(long firstTsn) {
    this.first = firstTsn;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  long firstTsn() {
    return first;
  }

  /** The number of the next chunk that is added. */
  long nextTsn() {
    return first + size;
  }

  void add(SentChunk chunk) {
    if (size == ring.length) {
      @Nullable SentChunk[] larger = new @Nullable SentChunk[2 * size];
      for (int i = 0; i < size; i++) {
        larger[(int) (first + i) & (larger.length - 1)] = ring[(int) (first + i) & (size - 1)];
      }
      ring = larger;
    }
    ring[(int) chunk.tsn & (ring.length - 1)] = chunk;
    size++;
  }

  SentChunk get(long tsn) {
    SentChunk chunk = ring[(int) tsn & (ring.length - 1)];
    if (chunk == null || chunk.tsn != tsn) {
      throw new IllegalArgumentException("no chunk " + tsn);
    }
    return chunk;
  }

  SentChunk removeFirst() {
    SentChunk chunk = get(first);
    ring[(int) first & (ring.length - 1)] = null;
    first++;
    size--;
    return chunk;
  }
}
