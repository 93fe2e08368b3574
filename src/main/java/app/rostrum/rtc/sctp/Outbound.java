package app.rostrum.rtc.sctp;

import app.rostrum.wire.sctp.Chunk;
import app.rostrum.wire.sctp.SctpPacket;
import app.rostrum.wire.sctp.SerialNumbers;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of an association: queues, numbers, chunks in flight, retransmission and
 * congestion control (RFC 9260, sections 6 and 7; RFC 3758).
 */
final class Outbound {
  private static final int MISSED_BEFORE_LOST = 3;
  private static final int OVERHEAD = SctpPacket.HEADER + Chunk.DATA_HEADER;

  /**
   * The largest number of chunks without a cumulative acknowledgement: gap distances have 16 bits.
   */
  private static final int MAX_SENT = 8192;

  /** The smallest rest of a packet that gets a part of a message, in bytes. */
  private static final int LEAST_PART = 256;

  private static final class Stream {
    private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
    private int nextSequence;
    private long buffered;
    private boolean paused;
  }

  private final RoundTrip roundTrip;
  private final Congestion congestion;
  private final int maxPayload;
  private final SentChunks sent;
  private final Map<Integer, Stream> streams = new HashMap<>();

  /** The streams with messages, in the order of their turns. */
  private final ArrayDeque<Stream> turns = new ArrayDeque<>();

  private @Nullable Outgoing current;
  private boolean forwardsTsn;
  private long peerWindow;
  private long buffered;
  private int messages;
  private long flight;
  private long highestGap;
  private int lost;
  private long forwarded;
  private boolean forwardDue;
  private long forwardSentAt;
  private long timerAt = Inbound.NEVER;

  Outbound(SctpSettings settings, int firstTsn, RoundTrip roundTrip) {
    this.roundTrip = roundTrip;
    this.maxPayload = (settings.maxPacket() - OVERHEAD) & ~3;
    this.congestion = new Congestion(maxPayload);
    this.sent = new SentChunks(Integer.toUnsignedLong(firstTsn));
    this.forwarded = sent.firstTsn() - 1;
    this.highestGap = forwarded;
  }

  /** Applies the other end's parameters. */
  void begin(long window, boolean knowsForwardTsn) {
    peerWindow = window;
    forwardsTsn = knowsForwardTsn;
  }

  void enqueue(Outgoing message) {
    Stream stream = streams.computeIfAbsent(message.stream, s -> new Stream());
    if (stream.waiting.isEmpty() && !stream.paused) {
      turns.add(stream);
    }
    stream.waiting.add(message);
    stream.buffered += message.payload.length;
    buffered += message.payload.length;
    messages++;
  }

  long buffered() {
    return buffered;
  }

  /** Returns the number of messages that wait to be sent or acknowledged. */
  int messages() {
    return messages;
  }

  /** Returns the streams that have been used since their last reset. */
  List<Integer> streams() {
    return List.copyOf(streams.keySet());
  }

  long buffered(int stream) {
    Stream state = streams.get(stream);
    return state == null ? 0 : state.buffered;
  }

  boolean isIdle() {
    return sent.isEmpty() && messages == 0;
  }

  long lastTsn() {
    return sent.nextTsn() - 1;
  }

  /** Drops the messages of a stream of which nothing has been sent. */
  void discard(int number) {
    Stream stream = streams.get(number);
    if (stream != null) {
      stream.waiting.forEach(m -> unbuffer(stream, m.payload.length));
      messages -= stream.waiting.size();
      stream.waiting.clear();
      turns.remove(stream);
    }
  }

  private void unbuffer(Stream stream, long bytes) {
    stream.buffered -= bytes;
    buffered -= bytes;
  }

  /** Pauses a stream that is being reset: nothing new is sent until the other end has answered. */
  void pause(int number) {
    Stream stream = streams.computeIfAbsent(number, s -> new Stream());
    stream.paused = true;
    turns.remove(stream);
  }

  /**
   * Goes on after a pause.
   *
   * @param anew whether the stream's numbers begin anew
   */
  void resume(int number, boolean anew) {
    Stream stream = streams.get(number);
    if (stream == null) {
      return;
    }
    if (stream.waiting.isEmpty() && anew) {
      streams.remove(number);
      return;
    }
    if (stream.paused && !stream.waiting.isEmpty()) {
      turns.add(stream);
    }
    stream.paused = false;
    stream.nextSequence = anew ? 0 : stream.nextSequence;
  }

  // --- Sending ---

  /**
   * The next chunk to send, if there is one that may be sent now.
   *
   * @param room the bytes left in the packet
   * @param freshPacket whether the packet is empty, so that waiting for a better one is no use
   */
  Chunk.@Nullable Data next(int room, boolean freshPacket, long now) {
    Chunk.Data again = retransmission(room, now);
    if (again != null || lost > 0) {
      return again;
    }
    Outgoing message = currentMessage(now);
    if (message == null) {
      return null;
    }
    int length = Math.min(message.rest(), maxPayload);
    if (Chunk.DATA_HEADER + length > room) {
      length = Math.min(length, (room - Chunk.DATA_HEADER) & ~3);
      if (message.payload.length <= maxPayload || length < LEAST_PART && !freshPacket) {
        return null;
      }
    }
    boolean probes = flight == 0;
    if (sent.size() >= MAX_SENT) {
      return null;
    }
    if (!probes && (flight >= congestion.window() || flight + length > peerWindow)) {
      return null;
    }
    return send(message, length, now);
  }

  private Chunk.Data send(Outgoing message, int length, long now) {
    Stream stream = streams.get(message.stream);
    if (stream == null) {
      throw new IllegalStateException("a message without a stream");
    }
    if (!message.begun()) {
      message.firstTsn = sent.nextTsn();
      message.sequence = message.delivery.ordered() ? stream.nextSequence++ & 0xFFFF : 0;
    }
    boolean end = message.rest() == length;
    SentChunk chunk = new SentChunk(sent.nextTsn(), message, message.offset, length, end, now);
    message.offset += length;
    sent.add(chunk);
    flight += length;
    if (end) {
      current = null;
    }
    if (timerAt == Inbound.NEVER) {
      timerAt = now + roundTrip.timeout();
    }
    // The last chunk that can be sent asks for an acknowledgement without delay.
    return chunk.data(end && turns.isEmpty());
  }

  private @Nullable Outgoing currentMessage(long now) {
    if (current != null && isOver(current, now)) {
      abandon(current);
    }
    while (current == null && !turns.isEmpty()) {
      Stream stream = turns.remove();
      Outgoing message = stream.waiting.remove();
      if (!stream.waiting.isEmpty()) {
        turns.add(stream);
      }
      if (isOver(message, now)) {
        unbuffer(stream, message.payload.length);
        messages--;
      } else {
        current = message;
      }
    }
    return current;
  }

  private boolean isOver(Outgoing message, long now) {
    return forwardsTsn && now >= message.expiresAt;
  }

  private Chunk.@Nullable Data retransmission(int room, long now) {
    for (long tsn = sent.firstTsn(); lost > 0 && tsn < sent.nextTsn(); tsn++) {
      SentChunk chunk = sent.get(tsn);
      if (chunk.state != SentChunk.State.LOST) {
        continue;
      }
      if (Chunk.DATA_HEADER + chunk.length > room
          || !congestion.allowsRetransmission(flight, chunk.length)) {
        return null;
      }
      chunk.state = SentChunk.State.IN_FLIGHT;
      chunk.sentAt = now;
      chunk.transmissions++;
      chunk.missed = 0;
      lost--;
      flight += chunk.length;
      if (tsn == sent.firstTsn() || timerAt == Inbound.NEVER) {
        timerAt = now + roundTrip.timeout();
      }
      return chunk.data(false);
    }
    return null;
  }

  /**
   * Returns a FORWARD TSN if the other end must go on without some chunks.
   *
   * @param room bytes that are left in the packet
   */
  Optional<Chunk.ForwardTsn> forward(int room, long now) {
    int most = (room - Chunk.HEADER - 4) / 4;
    if (!forwardDue || most < 1) {
      return Optional.empty();
    }
    forwardDue = false;
    forwardSentAt = now;
    if (timerAt == Inbound.NEVER) {
      timerAt = now + roundTrip.timeout();
    }
    Map<Integer, Integer> skipped = new HashMap<>();
    long point = sent.firstTsn() - 1;
    while (point < forwarded) {
      Outgoing message = sent.get(point + 1).message;
      if (message.delivery.ordered()) {
        if (skipped.size() == most && !skipped.containsKey(message.stream)) {
          // The rest goes into the next one, after this one is acknowledged.
          break;
        }
        skipped.put(message.stream, message.sequence);
      }
      point++;
    }
    return Optional.of(
        new Chunk.ForwardTsn(
            (int) point,
            skipped.entrySet().stream()
                .map(e -> new Chunk.ForwardTsn.Skipped(e.getKey(), e.getValue()))
                .toList()));
  }

  // --- Acknowledgement ---

  /** Takes a SACK; false if it acknowledges what was never sent. */
  boolean onSack(Chunk.Sack sack, long now) {
    long cumulative = SerialNumbers.unwrap(sack.cumulativeTsn(), sent.firstTsn() - 1);
    if (cumulative >= sent.nextTsn()) {
      return false;
    }
    if (cumulative < sent.firstTsn() - 1) {
      // An old SACK that a later one has overtaken.
      return true;
    }
    SackResult result = new SackResult(flight, cumulative >= sent.firstTsn());
    while (sent.firstTsn() <= cumulative) {
      SentChunk chunk = sent.removeFirst();
      acknowledge(chunk, result, now);
      messages -= chunk.end ? 1 : 0;
      Stream stream = streams.get(chunk.message.stream);
      if (stream != null) {
        unbuffer(stream, chunk.length);
      } else {
        buffered -= chunk.length;
      }
    }
    forwarded = Math.max(forwarded, cumulative);
    readGaps(sack.gaps(), cumulative, result, now);
    if (result.roundTrip != Long.MAX_VALUE) {
      roundTrip.measured(result.roundTrip);
    }
    congestion.acknowledged(result.advanced, result.bytes, result.flightBefore, cumulative);
    strike(result, now);
    peerWindow = Integer.toUnsignedLong(sack.window());
    if (sent.isEmpty()) {
      timerAt = Inbound.NEVER;
    } else if (result.advanced) {
      timerAt = now + roundTrip.timeout();
    }
    advanceForward();
    if (forwarded > cumulative && now - forwardSentAt > roundTrip.mean()) {
      forwardDue = true;
    }
    return true;
  }

  /** The result of one SACK. */
  private static final class SackResult {
    private final long flightBefore;
    private final boolean advanced;
    private long bytes;
    private long highestNew = -1;
    private long latestSent = Long.MIN_VALUE;
    private long roundTrip = Long.MAX_VALUE;

    SackResult(long flightBefore, boolean advanced) {
      this.flightBefore = flightBefore;
      this.advanced = advanced;
    }
  }

  private void acknowledge(SentChunk chunk, SackResult result, long now) {
    switch (chunk.state) {
      case IN_FLIGHT -> flight -= chunk.length;
      case LOST -> lost--;
      case ACKNOWLEDGED, ABANDONED -> {
        return;
      }
    }
    result.bytes += chunk.length;
    result.highestNew = Math.max(result.highestNew, chunk.tsn);
    result.latestSent = Math.max(result.latestSent, chunk.sentAt);
    if (chunk.transmissions == 1) {
      result.roundTrip = Math.min(result.roundTrip, now - chunk.sentAt);
    }
    chunk.state = SentChunk.State.ACKNOWLEDGED;
  }

  private void readGaps(List<Chunk.Sack.Gap> gaps, long cumulative, SackResult result, long now) {
    long end = gaps.isEmpty() ? 0 : cumulative + gaps.getLast().end();
    long last = Math.min(Math.max(end, highestGap), sent.nextTsn() - 1);
    highestGap = Math.min(end, sent.nextTsn() - 1);
    int at = 0;
    for (long tsn = sent.firstTsn(); tsn <= last; tsn++) {
      long distance = tsn - cumulative;
      while (at < gaps.size() && gaps.get(at).end() < distance) {
        at++;
      }
      SentChunk chunk = sent.get(tsn);
      if (at < gaps.size() && gaps.get(at).start() <= distance) {
        acknowledge(chunk, result, now);
      } else if (chunk.state == SentChunk.State.ACKNOWLEDGED) {
        // The other end has discarded it again (RFC 9260, section 6.2.1).
        chunk.state = SentChunk.State.IN_FLIGHT;
        flight += chunk.length;
      }
    }
  }

  /** Counts for each chunk how often later ones have overtaken it; at the third time it is lost. */
  private void strike(SackResult result, long now) {
    long limit = result.highestNew;
    if (congestion.isRecovering() && result.advanced) {
      limit = Math.max(limit, highestGap);
    }
    boolean any = false;
    for (long tsn = sent.firstTsn(); tsn < limit && tsn < sent.nextTsn(); tsn++) {
      SentChunk chunk = sent.get(tsn);
      boolean overtaken =
          chunk.state == SentChunk.State.IN_FLIGHT
              && (chunk.transmissions == 1 || chunk.sentAt < result.latestSent);
      if (overtaken && ++chunk.missed >= MISSED_BEFORE_LOST) {
        lose(chunk, now);
        any = true;
      }
    }
    if (any) {
      congestion.lost(sent.nextTsn() - 1);
    }
  }

  private void lose(SentChunk chunk, long now) {
    if (chunk.state != SentChunk.State.IN_FLIGHT) {
      return;
    }
    int limit = chunk.message.delivery.maxRetransmits();
    boolean over =
        forwardsTsn
            && (limit >= 0 && chunk.transmissions > limit || now >= chunk.message.expiresAt);
    if (over) {
      abandon(chunk.message);
    } else {
      chunk.state = SentChunk.State.LOST;
      flight -= chunk.length;
      lost++;
    }
  }

  /** Abandons a message with all its parts (RFC 3758, section 3.5). */
  private void abandon(Outgoing message) {
    message.abandoned = true;
    if (message == current) {
      current = null;
      Stream stream = streams.get(message.stream);
      if (stream != null) {
        unbuffer(stream, message.rest());
      }
      if (message.begun()) {
        // A number for the end that is never sent: without one to skip, the other end would keep
        // parts that it has acknowledged, and wait for the rest.
        SentChunk end = new SentChunk(sent.nextTsn(), message, message.offset, 0, true, 0);
        end.state = SentChunk.State.ABANDONED;
        sent.add(end);
      } else {
        messages--;
      }
      message.offset = message.payload.length;
    }
    if (message.firstTsn >= 0) {
      for (long tsn = Math.max(message.firstTsn, sent.firstTsn()); tsn < sent.nextTsn(); tsn++) {
        SentChunk chunk = sent.get(tsn);
        if (chunk.message != message) {
          break;
        }
        switch (chunk.state) {
          case IN_FLIGHT -> flight -= chunk.length;
          case LOST -> lost--;
          case ACKNOWLEDGED, ABANDONED -> {
            // Counted before.
          }
        }
        chunk.state = SentChunk.State.ABANDONED;
      }
    }
    advanceForward();
  }

  /** Advances the point up to which the other end may treat everything as received. */
  private void advanceForward() {
    long point = Math.max(forwarded, sent.firstTsn() - 1);
    long tsn = point + 1;
    while (tsn < sent.nextTsn() && sent.get(tsn).state == SentChunk.State.ABANDONED) {
      point = tsn++;
    }
    if (point > forwarded) {
      forwarded = point;
      forwardDue = true;
    }
  }

  // --- Time ---

  long timerAt() {
    return timerAt;
  }

  /** Handles the T3 timeout (RFC 9260, section 6.3.3): everything in flight counts as lost. */
  void onTimeout(long now) {
    roundTrip.backOff();
    congestion.timedOut();
    for (long tsn = sent.firstTsn(); tsn < sent.nextTsn(); tsn++) {
      lose(sent.get(tsn), now);
    }
    if (forwarded >= sent.firstTsn()) {
      forwardDue = true;
    }
    timerAt = sent.isEmpty() ? Inbound.NEVER : now + roundTrip.timeout();
  }
}
