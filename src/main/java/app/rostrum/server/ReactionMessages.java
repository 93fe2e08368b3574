package app.rostrum.server;

import app.rostrum.threads.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Counts the reactions in each stream and writes them together, at most once every {@link
 * #TOGETHER}, however many there are. When nobody reacts any more, it writes an empty message and
 * forgets the stream. Thread-safe.
 */
final class ReactionMessages {
  static final Duration TOGETHER = Duration.ofMillis(400);
  static final Duration QUIET = Duration.ofSeconds(5);

  /** People named in one message; the others are only counted. */
  static final int MOST_NAMED = 20;

  private static final class Pending {
    final Map<String, Integer> counts = new TreeMap<>();
    final SequencedMap<String, String> latest = new LinkedHashMap<>();
    long number;
    boolean scheduled;
  }

  private final Scheduler timers;
  private final BiConsumer<StreamRecord, Map<String, Object>> write;

  /** By the SID of the room; only of streams in which somebody has reacted lately. */
  private final Map<String, Pending> streams = new HashMap<>();

  /**
   * @param timers run tasks that may wait for the services
   * @param write writes a message; under no lock
   */
  ReactionMessages(Scheduler timers, BiConsumer<StreamRecord, Map<String, Object>> write) {
    this.timers = timers;
    this.write = write;
  }

  synchronized void add(StreamRecord stream, String identity, String kind) {
    Pending pending = streams.computeIfAbsent(stream.roomSid(), room -> new Pending());
    pending.counts.merge(kind, 1, Integer::sum);
    // Of very many people, the newest are as good to name as any.
    pending.latest.putLast(identity, kind);
    if (pending.latest.size() > MOST_NAMED) {
      pending.latest.pollFirstEntry();
    }
    if (!pending.scheduled) {
      pending.scheduled = true;
      var unused = timers.after(TOGETHER, () -> tell(stream));
    }
  }

  private void tell(StreamRecord stream) {
    Map<String, Object> message;
    synchronized (this) {
      Pending pending = streams.get(stream.roomSid());
      if (pending == null) {
        return;
      }
      message = message(pending);
      pending.counts.clear();
      pending.latest.clear();
      pending.scheduled = false;
      long number = ++pending.number;
      var unused = timers.after(QUIET, () -> empty(stream, number));
    }
    write.accept(stream, message);
  }

  private static Map<String, Object> message(Pending pending) {
    var from = new ArrayList<Map<String, Object>>();
    pending.latest.forEach(
        (identity, kind) -> from.add(Map.of("user_identity", identity, "reaction", kind)));
    return Map.of("counts", Map.copyOf(pending.counts), "from", List.copyOf(from));
  }

  /** Writes an empty message if there has been no other since. */
  private void empty(StreamRecord stream, long number) {
    synchronized (this) {
      Pending pending = streams.get(stream.roomSid());
      if (pending == null || pending.number != number || pending.scheduled) {
        return;
      }
      streams.remove(stream.roomSid());
    }
    write.accept(stream, Map.of());
  }

  /** Returns the number of streams that are remembered. */
  synchronized int remembered() {
    return streams.size();
  }
}
