package app.rostrum.server;

import java.util.Map;
import java.util.Optional;

/**
 * The change of a stream's host: by a take-over from one who has been lost, or by a hand-over of
 * one who is there. Callers hold the stream's lock and have checked that it is allowed.
 */
final class Succession {
  private final SyncApi sync;
  private final StreamRegistry streams;
  private final UserDocuments userDocuments;
  private final Desks desks;

  Succession(SyncApi sync, StreamRegistry streams, UserDocuments userDocuments, Desks desks) {
    this.sync = sync;
    this.streams = streams;
    this.userDocuments = userDocuments;
    this.desks = desks;
  }

  /** Makes a person the host in place of one who has been lost, and who has no powers any more. */
  StreamRecord takeOver(StreamRecord stream, String identity) {
    StreamRecord changed = stream.takenOverBy(identity);
    Step.run(
        FailedStep.TAKING_OVER,
        () -> {
          letComeBack(stream, stream.hostIdentity());
          streams.update(changed);
          sync.removeItem(stream.syncServiceSid(), StreamRecord.SPEAKERS, stream.hostIdentity());
          mark(changed, identity, true);
          desks.forbidKeptOut(changed, stream.hostIdentity());
          desks.allowReading(changed, identity);
          desks.write(changed);
        });
    return changed;
  }

  /**
   * Makes a person on stage the host; the host before stays on stage, and becomes a co-host if
   * there is a place.
   */
  void handOver(StreamRecord stream, String identity) {
    String before = stream.hostIdentity();
    StreamRecord taken = stream.takenOverBy(identity);
    Desk desk = taken.desk();
    StreamRecord changed =
        desk.coHosts().size() < Desk.MAX_CO_HOSTS ? taken.withDesk(desk.withCoHost(before)) : taken;
    Step.run(
        FailedStep.TAKING_OVER,
        () -> {
          letComeBack(stream, before);
          streams.update(changed);
          mark(changed, identity, true);
          mark(changed, before, false);
          desks.allowReading(changed, identity);
          if (!changed.hasDesk(before)) {
            desks.forbidKeptOut(changed, before);
          }
          desks.write(changed);
        });
  }

  private void mark(StreamRecord stream, String identity, boolean host) {
    String service = stream.syncServiceSid();
    Map<String, Object> data = Map.of("host", host);
    if (!sync.addItem(service, StreamRecord.SPEAKERS, identity, data)) {
      sync.updateItem(service, StreamRecord.SPEAKERS, identity, data);
    }
  }

  /** Lets the earlier host join as a speaker, even where the stage is by invitation. */
  private void letComeBack(StreamRecord stream, String formerHost) {
    Optional<UserDocuments.Contents> known = userDocuments.find(stream, formerHost);
    userDocuments.save(
        stream,
        formerHost,
        known.isPresent(),
        known.orElseGet(() -> UserDocuments.Contents.of(0)).asInvited());
  }
}
