package app.rostrum.rtc.sctp;

import app.rostrum.wire.sctp.Chunk;
import app.rostrum.wire.sctp.SerialNumbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reassembly of messages from parts, and their order in streams (RFC 9260, sections 6.5, 6.6 and
 * 6.9). The parts of one message have consecutive numbers.
 */
final class Reassembly {
  /** Neighbouring parts of one message. */
  private static final class Run {
    private final List<Chunk.Data> parts = new ArrayList<>(4);
    private long bytes;

    Chunk.Data first() {
      return parts.getFirst();
    }

    Chunk.Data last() {
      return parts.getLast();
    }

    void add(Chunk.Data part) {
      parts.add(part);
      bytes += part.payload().length;
    }
  }

  private static final class Incoming {
    private long expected;
    private final TreeMap<Long, SctpMessage> waiting = new TreeMap<>();
  }

  private final int maxMessage;
  private final Consumer<SctpMessage> output;
  private final TreeMap<Long, Run> runs = new TreeMap<>();
  private final Map<Integer, Incoming> streams = new HashMap<>();
  private long held;

  Reassembly(int maxMessage, Consumer<SctpMessage> output) {
    this.maxMessage = maxMessage;
    this.output = output;
  }

  /** Returns the memory of everything held, in bytes. */
  long held() {
    return held;
  }

  /** Takes a part that is not a duplicate. */
  void add(long tsn, Chunk.Data part) throws ViolationException {
    if (part.begin() && part.end()) {
      complete(part, part.payload());
      return;
    }
    held += part.payload().length + SctpMessage.OVERHEAD;
    Run run = join(tsn, part);
    if (run.bytes > maxMessage) {
      throw new ViolationException(
          Chunk.ErrorCause.OUT_OF_RESOURCE, "a message is larger than announced");
    }
    if (run.first().begin() && run.last().end()) {
      runs.remove(tsn(run, tsn));
      release(run);
      complete(run.first(), concatenate(run));
    }
  }

  /**
   * Returns whether two neighbours belong together: a message abandoned by its sender may have no
   * end.
   */
  private static boolean joins(Chunk.Data one, Chunk.Data next) throws ViolationException {
    if (one.end() || next.begin()) {
      return false;
    }
    checkSame(one, next);
    return true;
  }

  private Run join(long tsn, Chunk.Data part) throws ViolationException {
    Map.Entry<Long, Run> floor = runs.lowerEntry(tsn);
    Run run;
    if (floor != null
        && floor.getKey() + floor.getValue().parts.size() == tsn
        && joins(floor.getValue().last(), part)) {
      run = floor.getValue();
    } else {
      run = new Run();
      runs.put(tsn, run);
    }
    run.add(part);
    Run next = runs.get(tsn + 1);
    if (next != null && joins(part, next.first())) {
      runs.remove(tsn + 1);
      next.parts.forEach(run::add);
    }
    return run;
  }

  private static void checkSame(Chunk.Data one, Chunk.Data other) throws ViolationException {
    boolean same =
        one.stream() == other.stream()
            && one.unordered() == other.unordered()
            && (one.unordered() || one.sequence() == other.sequence());
    if (!same) {
      throw new ViolationException(
          Chunk.ErrorCause.PROTOCOL_VIOLATION, "a message's parts are of different streams");
    }
  }

  /** Returns the number of a run's first part, unwrapped near another number. */
  private static long tsn(Run run, long near) {
    return SerialNumbers.unwrap(run.first().tsn(), near);
  }

  private void release(Run run) {
    held -= run.bytes + (long) run.parts.size() * SctpMessage.OVERHEAD;
  }

  private static byte[] concatenate(Run run) {
    byte[] payload = new byte[(int) run.bytes];
    int at = 0;
    for (Chunk.Data part : run.parts) {
      System.arraycopy(part.payload(), 0, payload, at, part.payload().length);
      at += part.payload().length;
    }
    return payload;
  }

  private void complete(Chunk.Data first, byte[] payload) {
    SctpMessage message = new SctpMessage(first.stream(), first.protocol(), payload);
    if (first.unordered()) {
      output.accept(message);
      return;
    }
    Incoming stream = streams.computeIfAbsent(first.stream(), s -> new Incoming());
    long sequence = SerialNumbers.unwrap16(first.sequence(), stream.expected);
    if (sequence == stream.expected) {
      output.accept(message);
      stream.expected++;
      deliver(stream, stream.expected);
    } else if (sequence > stream.expected
        && stream.waiting.putIfAbsent(sequence, message) == null) {
      held += message.charge();
    }
    // Otherwise the number was used before, and the message is dropped.
  }

  /** Delivers the messages up to a number and those that follow without a gap. */
  private void deliver(Incoming stream, long upTo) {
    long limit = upTo;
    Map.Entry<Long, SctpMessage> next = stream.waiting.firstEntry();
    while (next != null && next.getKey() <= limit) {
      stream.waiting.pollFirstEntry();
      held -= next.getValue().charge();
      output.accept(next.getValue());
      stream.expected = next.getKey() + 1;
      limit = Math.max(limit, stream.expected);
      next = stream.waiting.firstEntry();
    }
  }

  /** Drops incomplete messages up to a number (RFC 3758, section 3.6). */
  void forward(long cumulative, List<Chunk.ForwardTsn.Skipped> skipped) {
    Map<Long, Run> lost = runs.headMap(cumulative, true);
    lost.values().forEach(this::release);
    lost.clear();
    for (Chunk.ForwardTsn.Skipped skip : skipped) {
      Incoming stream = streams.computeIfAbsent(skip.stream(), s -> new Incoming());
      long last = SerialNumbers.unwrap16(skip.sequence(), stream.expected);
      if (last >= stream.expected) {
        deliver(stream, last);
        stream.expected = Math.max(stream.expected, last + 1);
        deliver(stream, stream.expected);
      }
    }
  }

  /** Handles a reset by the other end: messages that wait for their order are dropped. */
  void reset(int stream) {
    Incoming gone = streams.remove(stream);
    if (gone != null) {
      gone.waiting.values().forEach(m -> held -= m.charge());
    }
  }

  void resetAll() {
    List.copyOf(streams.keySet()).forEach(this::reset);
  }
}
