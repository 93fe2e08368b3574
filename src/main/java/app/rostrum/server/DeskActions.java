package app.rostrum.server;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the calls of the host's desk, our own additions (docs/protocols/backend-extensions.md):
 * what the host, and mostly a co-host too, changes in a stream that exists.
 */
final class DeskActions {
  private static final Logger LOG = LoggerFactory.getLogger(DeskActions.class);

  /** The shortest and the longest time that a speaker can be given, in seconds. */
  static final int MIN_SECONDS = 10;

  static final int MAX_SECONDS = 3600;

  /** The hands that are lowered side by side. */
  private static final int AT_ONCE = 20;

  /** Calls of one desk in a row, and those that come again in a second. */
  static final int BURST = 40;

  static final int PER_SECOND = 2;

  private final Dependencies dependencies;
  private final CallLimits calls;

  DeskActions(Dependencies dependencies) {
    this.dependencies = dependencies;
    this.calls = new CallLimits(dependencies.settings().clock(), BURST, PER_SECOND);
  }

  /** Handles change-stream: stage, lock, queue, topic, pinned message, time, recording. */
  JsonObject changeStream(Call call) {
    StreamRecord stream = dependencies.streamNamed(call.streamName());
    Optional<String> caller = dependencies.authority().requireDesk(call.request(), stream);
    count(stream);
    Optional<Boolean> openStage = call.optionalFlag("open_stage");
    var changes = new ArrayList<UnaryOperator<StreamRecord>>();
    openStage.ifPresent(open -> changes.add(record -> record.withOpenStage(open)));
    call.optionalFlag("locked").ifPresent(on -> onDesk(changes, desk -> desk.withLocked(on)));
    String reason = call.optionalLine("hands_reason", Call.SHORT_LINE).orElse("");
    call.optionalFlag("hands_open")
        .ifPresent(open -> onDesk(changes, desk -> desk.withHands(open, reason)));
    call.optionalLine("topic", Call.SHORT_LINE)
        .ifPresent(topic -> onDesk(changes, desk -> desk.withTopic(topic)));
    call.optionalLine("pinned", Call.LONG_LINE)
        .ifPresent(pinned -> onDesk(changes, desk -> desk.withPinned(pinned)));
    call.optionalNumber("timer_seconds", 0, MAX_SECONDS)
        .ifPresent(
            seconds -> {
              Optional<Desk.SpeakingTime> time = speakingTime(call, stream, seconds);
              onDesk(changes, desk -> desk.withTimer(time));
            });
    Instant now = dependencies.settings().clock().instant();
    String by = caller.orElse(stream.hostIdentity());
    call.optionalFlag("recorded")
        .ifPresent(on -> onDesk(changes, d -> on ? d.recordedBy(by, now) : d.withoutRecording()));
    if (changes.isEmpty()) {
      throw ApiRefusal.missing("change");
    }
    StreamRecord changed =
        dependencies
            .desks()
            .change(
                stream,
                record -> {
                  StreamRecord result = record;
                  for (UnaryOperator<StreamRecord> change : changes) {
                    result = change.apply(result);
                  }
                  return result;
                });
    if (openStage.isPresent() && !openStage.get()) {
      keepSpeakersInvited(changed);
    }
    return done("changed");
  }

  private static void onDesk(
      List<UnaryOperator<StreamRecord>> changes, UnaryOperator<Desk> change) {
    changes.add(record -> record.withDesk(change.apply(record.desk())));
  }

  /** Returns the time given to a speaker; empty if the call ends one. */
  private Optional<Desk.SpeakingTime> speakingTime(Call call, StreamRecord stream, int seconds) {
    if (seconds == 0) {
      return Optional.empty();
    }
    if (seconds < MIN_SECONDS) {
      throw ApiRefusal.invalid("timer_seconds", "is less than " + MIN_SECONDS);
    }
    String speaker = call.identity();
    boolean listed =
        Step.get(
            FailedStep.CHANGING_STREAM,
            () ->
                dependencies
                    .sync()
                    .item(stream.syncServiceSid(), StreamRecord.SPEAKERS, speaker)
                    .isPresent());
    if (!listed) {
      throw ApiRefusal.forbidden("not a speaker", "That person is not on stage.");
    }
    Instant ends = dependencies.settings().clock().instant().plusSeconds(seconds);
    return Optional.of(new Desk.SpeakingTime(speaker, ends, seconds));
  }

  /**
   * Counts those on stage as invited when it closes, so that one whose connection breaks comes back
   * as on any stage by invitation.
   */
  private void keepSpeakersInvited(StreamRecord stream) {
    for (String speaker : listed(stream, StreamRecord.SPEAKERS)) {
      if (!stream.isHost(speaker)) {
        asPerson(
            stream,
            speaker,
            () ->
                dependencies
                    .userDocuments()
                    .find(stream, speaker)
                    .ifPresent(
                        contents ->
                            dependencies
                                .userDocuments()
                                .save(stream, speaker, true, contents.asInvited())));
      }
    }
  }

  /** Handles lower-hands: all of them. */
  JsonObject lowerHands(Call call) {
    StreamRecord stream = dependencies.streamNamed(call.streamName());
    dependencies.authority().requireDesk(call.request(), stream);
    count(stream);
    List<String> raised = listed(stream, StreamRecord.RAISED_HANDS);
    for (int from = 0; from < raised.size(); from += AT_ONCE) {
      List<Runnable> some =
          raised.subList(from, Math.min(raised.size(), from + AT_ONCE)).stream()
              .<Runnable>map(
                  identity ->
                      () ->
                          dependencies
                              .sync()
                              .removeItem(
                                  stream.syncServiceSid(), StreamRecord.RAISED_HANDS, identity))
              .toList();
      Step.run(FailedStep.RAISED_HANDS, () -> dependencies.parallel().run(some));
    }
    return done("lowered");
  }

  /** Handles set-co-host: the host names a co-host, or takes that back. */
  JsonObject setCoHost(Call call) {
    String identity = call.identity();
    boolean wanted = call.flag("co_host");
    StreamRecord stream = dependencies.streamNamed(call.streamName());
    dependencies.authority().requireHost(call.request(), stream);
    count(stream);
    if (stream.isHost(identity)) {
      throw ApiRefusal.invalid("user_identity", "is the host's");
    }
    if (wanted) {
      nameCoHost(stream, identity);
    } else {
      takeBackCoHost(stream, identity);
    }
    return done("changed");
  }

  private void nameCoHost(StreamRecord stream, String identity) {
    requireKnown(stream, identity);
    StreamRecord changed =
        dependencies
            .desks()
            .change(
                stream,
                record -> {
                  if (!record.desk().isCoHost(identity)
                      && record.desk().coHosts().size() >= Desk.MAX_CO_HOSTS) {
                    throw ApiRefusal.forbidden(
                        "too many co-hosts",
                        "A stream has up to " + Desk.MAX_CO_HOSTS + " co-hosts.");
                  }
                  return record.withDesk(record.desk().withCoHost(identity));
                });
    Step.run(
        FailedStep.CHANGING_STREAM, () -> dependencies.desks().allowReading(changed, identity));
  }

  private void requireKnown(StreamRecord stream, String identity) {
    boolean known =
        stream.isNameOfHost(identity)
            || Step.get(
                    FailedStep.CHANGING_STREAM,
                    () -> dependencies.userDocuments().find(stream, identity))
                .isPresent();
    if (!known) {
      throw ApiRefusal.forbidden(
          "nobody of that name", "Nobody of the name " + identity + " is in this stream.");
    }
  }

  /** Takes the host's powers from a co-host. Callers hold no lock. */
  void takeBackCoHost(StreamRecord stream, String identity) {
    StreamRecord changed =
        dependencies
            .desks()
            .change(stream, record -> record.withDesk(record.desk().withoutCoHost(identity)));
    Step.run(
        FailedStep.CHANGING_STREAM, () -> dependencies.desks().forbidKeptOut(changed, identity));
  }

  /** Handles hand-over-stream: the host makes somebody on stage the host, and becomes co-host. */
  JsonObject handOver(Call call) {
    String identity = call.identity();
    StreamRecord stream = dependencies.streamNamed(call.streamName());
    dependencies.authority().requireHost(call.request(), stream);
    count(stream);
    if (stream.isHost(identity)) {
      return done("changed"); // in a server that trusts the passcode, asked again
    }
    boolean onStage =
        Step.get(
            FailedStep.FINDING_ROOM,
            () -> dependencies.video().isConnected(stream.roomSid(), identity));
    if (!onStage) {
      throw ApiRefusal.forbidden("not a speaker", "Only somebody on stage can become the host.");
    }
    dependencies
        .locks()
        .hold(
            stream.roomSid(),
            () -> {
              StreamRecord now = dependencies.streamOf(stream.roomSid());
              dependencies.authority().requireHost(call.request(), now);
              dependencies.succession().handOver(now, identity);
              return true;
            });
    return done("changed");
  }

  /** Handles remove-participant: a person leaves the stream at once and may not come back. */
  JsonObject removeParticipant(Call call) {
    String identity = call.identity();
    StreamRecord stream = dependencies.streamNamed(call.streamName());
    Optional<String> caller = dependencies.authority().requireDesk(call.request(), stream);
    count(stream);
    checkRemovable(stream, caller, identity);
    keepOut(stream, identity);
    return done("removed");
  }

  /** Removes a person who may be removed, and keeps them out. Callers hold no lock. */
  void keepOut(StreamRecord stream, String identity) {
    if (!dependencies.desks().keptOut().contains(stream, identity)) {
      requireKnown(stream, identity);
    }
    if (stream.desk().isCoHost(identity)) {
      takeBackCoHost(stream, identity);
    }
    dependencies
        .locks()
        .hold(
            stream.personKey(identity),
            () -> {
              Step.run(FailedStep.REMOVING_PARTICIPANT, () -> remove(stream, identity));
              return true;
            });
  }

  /** Checks that a person can be removed: never the host, a co-host by the host only. */
  static void checkRemovable(StreamRecord stream, Optional<String> caller, String identity) {
    if (stream.isHost(identity)) {
      throw ApiRefusal.forbidden("is the host", "The host cannot be removed.");
    }
    boolean byHost = caller.map(stream::isHost).orElse(true);
    if (!byHost && stream.desk().isCoHost(identity)) {
      throw ApiRefusal.forbidden("not the host", "Only the host can do this to a co-host.");
    }
  }

  private void remove(StreamRecord stream, String identity) {
    if (!dependencies.desks().keptOut().add(stream, identity)) {
      throw ApiRefusal.forbidden(
          "too many removed",
          "This stream keeps out " + KeptOut.MAX + " people already. Lock it, or readmit some.");
    }
    String service = stream.syncServiceSid();
    long least =
        dependencies
            .userDocuments()
            .find(stream, identity)
            .map(UserDocuments.Contents::admission)
            .orElse(0L);
    dependencies.sync().raiseFloors(service, identity, dependencies.tokens().nextNumber(least), 0);
    TwilioApi.ifThere(() -> dependencies.video().disconnect(stream.roomSid(), identity));
    dependencies.chatQueue().leave(stream, identity);
    dependencies.userDocuments().delete(stream, identity);
    for (String map : StreamRecord.MAPS) {
      dependencies.sync().forbid(service, "Maps", map, identity);
      dependencies.sync().removeItem(service, map, identity);
    }
    dependencies.desks().forbid(stream, identity);
    dependencies.reservations().appeared(stream, identity);
    dependencies.absences().ended(stream, identity);
    LOG.info("a person was removed from {}", stream.roomSid());
  }

  /** Handles readmit-participant: a person who was removed may join again. */
  JsonObject readmitParticipant(Call call) {
    String identity = call.identity();
    StreamRecord stream = dependencies.streamNamed(call.streamName());
    dependencies.authority().requireDesk(call.request(), stream);
    count(stream);
    asPerson(stream, identity, () -> dependencies.desks().keptOut().readmit(stream, identity));
    return done("readmitted");
  }

  private void asPerson(StreamRecord stream, String identity, Runnable change) {
    dependencies
        .locks()
        .hold(
            stream.personKey(identity),
            () -> {
              Step.run(FailedStep.CHANGING_STREAM, change);
              return true;
            });
  }

  private List<String> listed(StreamRecord stream, String map) {
    var identities = new ArrayList<String>();
    Step.run(
        FailedStep.CHANGING_STREAM,
        () ->
            dependencies
                .sync()
                .eachItem(stream.syncServiceSid(), map, item -> identities.add(item.getKey())));
    return identities;
  }

  /** Counts a call of a stream's desk, because each is told to everybody in the stream. */
  private void count(StreamRecord stream) {
    if (!calls.take(stream.roomSid())) {
      throw ApiRefusal.tooMany("changes", "The stream is changed very often. Wait a second.");
    }
  }

  private static JsonObject done(String what) {
    var answer = new JsonObject();
    answer.addProperty(what, true);
    return answer;
  }
}
