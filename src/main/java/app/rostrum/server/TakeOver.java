package app.rostrum.server;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Handles take-over-stream, our own addition: a speaker, a co-host before any other, becomes the
 * host of a stream whose host has been lost (docs/decisions/backend-authority.md).
 */
final class TakeOver {
  /**
   * The time for which a lost host may come back before the first in line may take over; each
   * further person in line waits as long again.
   */
  static final Duration GRACE = Duration.ofMinutes(1);

  private final Dependencies dependencies;
  private final Admission admission;

  TakeOver(Dependencies dependencies) {
    this.dependencies = dependencies;
    this.admission = new Admission(dependencies);
  }

  JsonObject handle(Call call) {
    String identity = call.identity();
    StreamRecord named = dependencies.streamNamed(call.streamName());
    dependencies.authority().requireSelf(call.request(), named, identity);
    StreamRecord stream =
        dependencies
            .locks()
            .hold(
                named.roomSid(), () -> takeOver(dependencies.streamOf(named.roomSid()), identity));
    String token =
        dependencies.tokens().forSpeaker(identity, stream, admissionOf(stream, identity));
    JsonObject answer = admission.answer(stream, identity, token);
    answer
        .getAsJsonObject("sync_object_names")
        .addProperty("user_document", StreamRecord.userDocument(identity));
    return answer;
  }

  private StreamRecord takeOver(StreamRecord stream, String identity) {
    if (stream.isHost(identity)) {
      return stream; // the answer to an earlier call was lost
    }
    checkHostLost(stream);
    checkTurn(stream, identity);
    return dependencies.succession().takeOver(stream, identity);
  }

  private void checkHostLost(StreamRecord stream) {
    boolean present =
        Step.get(
            FailedStep.FINDING_ROOM,
            () -> dependencies.video().isConnected(stream.roomSid(), stream.hostIdentity()));
    if (present) {
      throw ApiRefusal.forbidden("host present", "The host is here, so nobody can take over.");
    }
    if (stream.hostLostAt().isEmpty()) {
      // The report that the host had left was itself lost.
      Step.run(
          FailedStep.TAKING_OVER,
          () -> dependencies.streams().update(stream.withHostLost(Optional.of(now()))));
      throw tooEarly(GRACE);
    }
  }

  private void checkTurn(StreamRecord stream, String identity) {
    boolean onStage =
        Step.get(
            FailedStep.FINDING_ROOM,
            () -> dependencies.video().isConnected(stream.roomSid(), identity));
    Map<String, ZonedDateTime> speakers = onStage ? speakers(stream) : Map.of();
    ZonedDateTime since = speakers.get(identity);
    if (since == null) {
      throw ApiRefusal.forbidden("not a speaker", "Only a speaker on stage can take over.");
    }
    long earlier =
        speakers.entrySet().stream()
            .filter(other -> isBefore(stream, other, Map.entry(identity, since)))
            .count();
    Instant turn = stream.hostLostAt().orElseThrow().plus(GRACE.multipliedBy(earlier + 1));
    if (now().isBefore(turn)) {
      throw tooEarly(Duration.between(now(), turn));
    }
  }

  /** Returns whether a speaker is in line before another: co-hosts first, as they were named. */
  private static boolean isBefore(
      StreamRecord stream,
      Map.Entry<String, ZonedDateTime> one,
      Map.Entry<String, ZonedDateTime> other) {
    int place = place(stream, one.getKey());
    int otherPlace = place(stream, other.getKey());
    return place == otherPlace ? one.getValue().isBefore(other.getValue()) : place < otherPlace;
  }

  /** Returns the place of a co-host among the co-hosts, or a place after all of them. */
  private static int place(StreamRecord stream, String identity) {
    int place = stream.desk().coHosts().indexOf(identity);
    return place < 0 ? Integer.MAX_VALUE : place;
  }

  /** Returns the speakers but the host, each with the time since which they are listed. */
  private Map<String, ZonedDateTime> speakers(StreamRecord stream) {
    var since = new HashMap<String, ZonedDateTime>();
    Step.run(
        FailedStep.TAKING_OVER,
        () ->
            dependencies
                .sync()
                .eachItem(
                    stream.syncServiceSid(),
                    StreamRecord.SPEAKERS,
                    item -> since.put(item.getKey(), item.getDateCreated())));
    since.keySet().removeIf(key -> stream.isHost(key) || VideoApi.isMediaProcessor(key));
    return since;
  }

  private long admissionOf(StreamRecord stream, String identity) {
    return Step.get(
        FailedStep.TAKING_OVER,
        () ->
            dependencies
                .userDocuments()
                .find(stream, identity)
                .map(UserDocuments.Contents::admission)
                .orElse(0L));
  }

  private Instant now() {
    return dependencies.settings().clock().instant();
  }

  private static ApiRefusal tooEarly(Duration wait) {
    return ApiRefusal.tooEarly(
        "not your turn",
        "The host may still come back. You can take over in "
            + Math.max(1, wait.toSeconds())
            + " seconds.",
        wait);
  }
}
