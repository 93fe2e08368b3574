package app.rostrum.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** Handles list-streams, our own addition: the live streams for the lobby. */
final class StreamList {
  /** The time for which all people in the lobby are given the same list. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private record Snapshot(Instant takenAt, JsonObject answer) {}

  private final Dependencies dependencies;
  private final OperatorMessage message;
  private final ReentrantLock lock = new ReentrantLock();
  private Snapshot latest = new Snapshot(Instant.MIN, new JsonObject());

  StreamList(Dependencies dependencies, OperatorMessage message) {
    this.dependencies = dependencies;
    this.message = message;
  }

  JsonObject handle(Call call) {
    lock.lock();
    try {
      Instant now = dependencies.settings().clock().instant();
      if (latest.takenAt().isBefore(now.minus(FRESH))) {
        latest = new Snapshot(now, Step.get(FailedStep.LISTING_STREAMS, this::read));
      }
      return latest.answer();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the list as it is now. */
  JsonObject now() {
    return Step.get(FailedStep.LISTING_STREAMS, this::read);
  }

  private JsonObject read() {
    Set<String> live = dependencies.video().roomsInProgress();
    List<StreamRecord> streams =
        dependencies.streams().all().stream()
            .filter(stream -> live.contains(stream.roomSid()))
            .sorted(Comparator.comparing(StreamRecord::createdAt))
            .toList();
    var entries = new ArrayList<JsonObject>();
    var counting = new ArrayList<Runnable>();
    for (StreamRecord stream : streams) {
      var entry = new JsonObject();
      entry.addProperty("stream_name", stream.streamName());
      entry.addProperty("room_sid", stream.roomSid());
      entry.addProperty("host_identity", stream.hostIdentity());
      entry.addProperty("speakers", 0);
      entry.addProperty("listeners", 0);
      entry.addProperty("started_at", stream.createdAt().toString());
      entry.addProperty("open_stage", stream.openStage());
      entry.addProperty("locked", stream.desk().locked());
      entry.addProperty("topic", stream.desk().topic());
      entry.addProperty("recorded", stream.desk().recording().isPresent());
      entries.add(entry);
      counting.add(
          () -> {
            entry.addProperty("speakers", count(stream, StreamRecord.SPEAKERS));
            entry.addProperty("listeners", count(stream, StreamRecord.VIEWERS));
          });
    }
    dependencies.parallel().run(counting);
    var list = new JsonArray();
    entries.forEach(list::add);
    var answer = new JsonObject();
    answer.add("streams", list);
    answer.addProperty("operator_message", message.text());
    return answer;
  }

  private int count(StreamRecord stream, String map) {
    var count = new AtomicInteger();
    // The lists of a stream that ends meanwhile are gone: it counts nobody.
    TwilioApi.ifThere(
        () ->
            dependencies
                .sync()
                .eachItem(
                    stream.syncServiceSid(),
                    map,
                    item -> {
                      if (!VideoApi.isMediaProcessor(item.getKey())) {
                        count.incrementAndGet();
                      }
                    }));
    return count.get();
  }
}
