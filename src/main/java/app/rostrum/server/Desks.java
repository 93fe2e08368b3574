package app.rostrum.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The desks of streams with their Sync objects: the documents of the stream, of reactions and of
 * captions, which everybody in the stream may read, and the map of those who are kept out, which
 * its host and co-hosts may read. Only this backend writes them. Thread-safe.
 */
final class Desks {
  private static final String MESSAGE = "operator_message";

  private final SyncApi sync;
  private final StreamRegistry streams;
  private final KeyedLocks locks;
  private final KeptOut keptOut;
  private final OperatorMessage message;

  Desks(
      SyncApi sync,
      StreamRegistry streams,
      KeyedLocks locks,
      KeptOut keptOut,
      OperatorMessage message) {
    this.sync = sync;
    this.streams = streams;
    this.locks = locks;
    this.keptOut = keptOut;
    this.message = message;
  }

  KeptOut keptOut() {
    return keptOut;
  }

  /** Creates the objects of a stream, unless it has them. */
  void prepare(StreamRecord stream) {
    String service = stream.syncServiceSid();
    sync.createMapIfMissing(service, StreamRecord.KEPT_OUT);
    sync.createDocument(service, StreamRecord.REACTIONS, Map.of());
    sync.createDocument(service, StreamRecord.CAPTIONS, Map.of());
    if (!isWritten(stream)) {
      write(stream);
    }
  }

  /** Shows the operator's message, or that there is none, to those in a stream. */
  void tellMessage(StreamRecord stream) {
    var unused = change(stream, record -> record);
  }

  private boolean isWritten(StreamRecord stream) {
    return sync.document(stream.syncServiceSid(), StreamRecord.STREAM_DOCUMENT)
        .filter(SyncApi.StoredDocument::isOurs)
        // A message from before a restart is not in force any more.
        .filter(document -> document.data().getOrDefault(MESSAGE, "").equals(message.text()))
        .isPresent();
  }

  /**
   * Changes the record of a stream and shows the change to those in it. Callers hold no lock.
   *
   * @return the changed record
   */
  StreamRecord change(StreamRecord named, UnaryOperator<StreamRecord> change) {
    return locks.hold(
        named.roomSid(),
        () ->
            Step.get(
                FailedStep.CHANGING_STREAM,
                () -> {
                  StreamRecord stream =
                      streams.find(named.roomSid()).orElseThrow(FailedStep.FINDING_ROOM::refusal);
                  StreamRecord changed = change.apply(stream);
                  streams.update(changed);
                  write(changed);
                  return changed;
                }));
  }

  /** Shows a stream's desk to those in it. Callers hold the stream's lock. */
  void write(StreamRecord stream) {
    String service = stream.syncServiceSid();
    var data = new LinkedHashMap<String, Object>(stream.desk().data());
    data.put("open_stage", stream.openStage());
    data.put(MESSAGE, message.text());
    if (sync.createDocument(service, StreamRecord.STREAM_DOCUMENT, data)) {
      return;
    }
    sync.document(service, StreamRecord.STREAM_DOCUMENT)
        .filter(document -> !document.isOurs())
        .ifPresentOrElse(
            foreign -> replace(service, foreign, data),
            () -> sync.updateDocument(service, StreamRecord.STREAM_DOCUMENT, data));
  }

  /** Replaces a document that a client of Twilio's has created ahead of us. */
  private void replace(String service, SyncApi.StoredDocument foreign, Map<String, Object> data) {
    sync.deleteDocument(service, foreign.sid());
    sync.createDocument(service, StreamRecord.STREAM_DOCUMENT, data);
  }

  /** Opens the stream document to a person, and the map of those kept out to host and co-hosts. */
  void allowReading(StreamRecord stream, String identity) {
    // A stream that an earlier version began may still be without.
    for (String document : StreamRecord.DOCUMENTS) {
      TwilioApi.ifThere(
          () -> sync.allowReading(stream.syncServiceSid(), "Documents", document, identity));
    }
    if (stream.hasDesk(identity)) {
      TwilioApi.ifThere(
          () ->
              sync.allowReading(stream.syncServiceSid(), "Maps", StreamRecord.KEPT_OUT, identity));
    }
  }

  /** Closes the map of those kept out to a person who is neither host nor co-host any more. */
  void forbidKeptOut(StreamRecord stream, String identity) {
    sync.forbid(stream.syncServiceSid(), "Maps", StreamRecord.KEPT_OUT, identity);
  }

  /** Closes all that a desk has to a person who is not in the stream any more. */
  void forbid(StreamRecord stream, String identity) {
    for (String document : StreamRecord.DOCUMENTS) {
      sync.forbid(stream.syncServiceSid(), "Documents", document, identity);
    }
    forbidKeptOut(stream, identity);
  }
}
