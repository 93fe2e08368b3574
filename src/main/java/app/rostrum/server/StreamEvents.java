package app.rostrum.server;

import com.twilio.exception.TwilioException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles the services' reports on streams: rooms-webhook and sync-webhook. */
final class StreamEvents {
  private static final Logger LOG = LoggerFactory.getLogger(StreamEvents.class);

  private final Dependencies dependencies;

  StreamEvents(Dependencies dependencies) {
    this.dependencies = dependencies;
  }

  void room(Map<String, String> form) {
    String room = form.getOrDefault("RoomSid", "");
    String identity = form.getOrDefault("ParticipantIdentity", "");
    String event = form.getOrDefault("StatusCallbackEvent", "");
    if (room.isEmpty() || VideoApi.isMediaProcessor(identity)) {
      return;
    }
    inStream(
        room,
        stream -> {
          switch (event) {
            case "participant-connected" -> speakerConnected(stream, identity);
            case "participant-disconnected" -> speakerDisconnected(stream, identity);
            case "room-ended" -> ended(stream);
            default -> LOG.debug("room event {} is ignored", event);
          }
        });
  }

  void sync(Map<String, String> form) {
    String identity = form.getOrDefault("Identity", "");
    String service = form.getOrDefault("ServiceSid", "");
    String event = form.getOrDefault("EventType", "");
    if (identity.isEmpty() || VideoApi.isMediaProcessor(identity)) {
      return;
    }
    Optional<String> room =
        Step.get(FailedStep.WEBHOOK, () -> dependencies.streams().roomOfService(service));
    room.ifPresent(
        sid ->
            inStream(
                sid,
                stream -> {
                  switch (event) {
                    case "endpoint_disconnected" -> left(stream, identity);
                    case "endpoint_connected" -> returned(stream, identity);
                    default -> LOG.debug("Sync event {} is ignored", event);
                  }
                }));
  }

  /** Cleans up after rooms that ended while this backend was not running. */
  void reconcile() {
    try {
      Map<String, String> syncServices = dependencies.sync().services();
      Map<String, String> chatServices = dependencies.conversations().services();
      Set<String> live = dependencies.video().roomsInProgress();
      for (StreamRecord stream : dependencies.streams().all()) {
        if (!live.contains(stream.roomSid()) && isOver(stream.roomSid())) {
          LOG.info("stream {} ended while the backend was away", stream.roomSid());
          inStream(stream.roomSid(), this::ended);
        } else {
          dependencies.limits().found(stream.roomSid());
          dependencies.desks().prepare(stream);
          countAsAbsent(stream);
        }
      }
      syncServices.forEach(
          (room, service) -> {
            if (isLeftOver(room, live)) {
              dependencies.sync().deleteService(service);
            }
          });
      chatServices.forEach(
          (room, service) -> {
            if (isLeftOver(room, live)) {
              dependencies.conversations().deleteService(service);
            }
          });
    } catch (TwilioException | ApiRefusal e) {
      LOG.warn("could not look for streams that ended while the backend was away", e);
    }
  }

  /** Counts everybody admitted to a stream as absent until seen. */
  private void countAsAbsent(StreamRecord stream) {
    dependencies
        .userDocuments()
        .identities(stream)
        .forEach(identity -> dependencies.absences().began(stream, identity));
  }

  /** Returns whether a service belongs to a room whose stream was never completed, and is over. */
  private boolean isLeftOver(String serviceName, Set<String> live) {
    return VideoApi.isRoomSid(serviceName)
        && !live.contains(serviceName)
        && dependencies.streams().find(serviceName).isEmpty()
        && isOver(serviceName);
  }

  private boolean isOver(String roomSid) {
    // Asked again by its SID: a stream that was created after the list was read is not over.
    return dependencies.video().find(roomSid).isEmpty();
  }

  private interface Change {
    void apply(StreamRecord stream);
  }

  private void inStream(String room, Change change) {
    dependencies
        .locks()
        .hold(
            room,
            () -> {
              Step.run(
                  FailedStep.WEBHOOK,
                  () -> dependencies.streams().find(room).ifPresent(change::apply));
              return true;
            });
  }

  private void speakerConnected(StreamRecord stream, String identity) {
    if (dependencies.desks().keptOut().contains(stream, identity)
        || dependencies
            .userDocuments()
            .find(stream, identity)
            .filter(UserDocuments.Contents::removed)
            .isPresent()) {
      LOG.info("a person who was removed from {} came back and is removed again", stream.roomSid());
      dependencies.video().disconnect(stream.roomSid(), identity);
      return;
    }
    appeared(stream, identity);
    if (stream.isHost(identity) && stream.hostLostAt().isPresent()) {
      dependencies.streams().update(stream.withHostLost(Optional.empty()));
    }
    String service = stream.syncServiceSid();
    dependencies
        .parallel()
        .run(
            () -> dependencies.sync().removeItem(service, StreamRecord.VIEWERS, identity),
            () -> dependencies.sync().removeItem(service, StreamRecord.RAISED_HANDS, identity));
    addSpeaker(stream, identity);
  }

  private void addSpeaker(StreamRecord stream, String identity) {
    dependencies
        .sync()
        .addItem(
            stream.syncServiceSid(),
            StreamRecord.SPEAKERS,
            identity,
            Map.of("host", stream.isHost(identity)));
  }

  private void speakerDisconnected(StreamRecord stream, String identity) {
    // The same person may be back already on another connection: then nobody has left.
    if (!dependencies.video().isConnected(stream.roomSid(), identity)) {
      dependencies.absences().began(stream, identity);
      dependencies.sync().removeItem(stream.syncServiceSid(), StreamRecord.SPEAKERS, identity);
      if (stream.isHost(identity)) {
        Instant now = dependencies.settings().clock().instant();
        dependencies.streams().update(stream.withHostLost(Optional.of(now)));
      }
    }
  }

  private void appeared(StreamRecord stream, String identity) {
    dependencies.reservations().appeared(stream, identity);
    dependencies.absences().ended(stream, identity);
  }

  private void left(StreamRecord stream, String identity) {
    dependencies.absences().began(stream, identity);
    String service = stream.syncServiceSid();
    dependencies
        .parallel()
        .run(
            () -> dependencies.sync().removeItem(service, StreamRecord.SPEAKERS, identity),
            () -> dependencies.sync().removeItem(service, StreamRecord.RAISED_HANDS, identity),
            () -> dependencies.sync().removeItem(service, StreamRecord.VIEWERS, identity));
  }

  /** Lists a speaker again who lost only Sync and has been in the room all along. */
  private void returned(StreamRecord stream, String identity) {
    appeared(stream, identity);
    if (dependencies.video().isConnected(stream.roomSid(), identity)) {
      addSpeaker(stream, identity);
    }
  }

  /** Deletes a stream's services. Safe to repeat: it skips those that are gone already. */
  private void ended(StreamRecord stream) {
    dependencies.limits().ended(stream.roomSid());
    dependencies.live().endMediaProcessor(stream.mediaProcessorSid());
    dependencies.live().endPlayerStreamer(stream.playerStreamerSid());
    dependencies.sync().deleteService(stream.syncServiceSid());
    stream.chatServiceSid().ifPresent(dependencies.conversations()::deleteService);
    dependencies.streams().remove(stream.roomSid());
    dependencies.reservations().ended(stream);
    dependencies.absences().forget(stream);
    dependencies.chatQueue().ended(stream);
    dependencies.lookAlikes().ended(stream);
    dependencies.desks().keptOut().ended(stream);
  }
}
