package app.rostrum.server;

import com.google.gson.JsonObject;
import com.twilio.exception.ApiException;
import java.util.Map;
import java.util.Optional;

/** Handles the short calls on a stream that exists. */
final class StreamActions {
  /** Hands that a person may raise in a row; one more each second. */
  static final int HANDS = 10;

  private final Dependencies dependencies;
  private final CallLimits hands;

  StreamActions(Dependencies dependencies) {
    this.dependencies = dependencies;
    this.hands = new CallLimits(dependencies.settings().clock(), HANDS, 1);
  }

  JsonObject viewerConnected(Call call) {
    String identity = call.identity();
    StreamRecord stream = dependencies.streamNamed(call.streamName());
    dependencies.authority().requireSelf(call.request(), stream, identity);
    Step.run(
        FailedStep.ADDING_VIEWER,
        () ->
            dependencies
                .sync()
                .addItem(stream.syncServiceSid(), StreamRecord.VIEWERS, identity, Map.of()));
    dependencies.reservations().appeared(stream, identity);
    dependencies.absences().ended(stream, identity);
    return done("success");
  }

  JsonObject raiseHand(Call call) {
    String identity = call.identity();
    String name = call.streamName();
    boolean raised = call.flag("hand_raised");
    Optional<String> text = call.optionalLine("text", Call.SHORT_LINE);
    StreamRecord stream = dependencies.streamNamed(name);
    String service = stream.syncServiceSid();
    if (raised) {
      dependencies.authority().requireSelf(call.request(), stream, identity);
      checkQueueOpen(stream);
      if (!hands.take(stream.personKey(identity))) {
        throw ApiRefusal.tooMany("raised hands", "You raise your hand very often. Wait a second.");
      }
      Step.run(FailedStep.RAISED_HANDS, () -> raise(service, identity, text));
    } else {
      dependencies.authority().requireSelfOrDesk(call.request(), stream, identity);
      Step.run(
          FailedStep.RAISED_HANDS,
          () -> dependencies.sync().removeItem(service, StreamRecord.RAISED_HANDS, identity));
    }
    return done("sent");
  }

  private static void checkQueueOpen(StreamRecord stream) {
    if (!stream.desk().handsOpen()) {
      String reason = stream.desk().handsReason();
      throw ApiRefusal.forbidden(
          "queue closed", reason.isEmpty() ? "The host takes no more hands now." : reason);
    }
  }

  /**
   * Raises a hand, which keeps its place in the queue if it is up already.
   *
   * @param text what the person wants to say; if it is empty, the hand keeps its text
   */
  private void raise(String service, String identity, Optional<String> text) {
    Map<String, Object> data = text.isPresent() ? Map.of("text", text.get()) : Map.of();
    if (!dependencies.sync().addItem(service, StreamRecord.RAISED_HANDS, identity, data)
        && text.isPresent()) {
      dependencies.sync().updateItem(service, StreamRecord.RAISED_HANDS, identity, data);
    }
  }

  JsonObject sendSpeakerInvite(Call call) {
    String identity = call.identity();
    StreamRecord stream = dependencies.streamOf(call.roomSid());
    dependencies.authority().requireDesk(call.request(), stream);
    change(
        stream,
        identity,
        () -> {
          UserDocuments.Contents contents =
              dependencies
                  .userDocuments()
                  .find(stream, identity)
                  .orElseThrow(() -> new ApiException("no person of that name has joined"));
          dependencies.userDocuments().save(stream, identity, true, contents.asInvited());
        });
    return done("sent");
  }

  JsonObject removeSpeaker(Call call) {
    String identity = call.identity();
    StreamRecord stream = dependencies.streamNamed(call.roomName());
    Optional<String> caller =
        dependencies.authority().requireSelfOrDesk(call.request(), stream, identity);
    boolean self = caller.filter(identity::equals).isPresent();
    if (!self && caller.isPresent()) {
      DeskActions.checkRemovable(stream, caller, identity);
    }
    if (!self && !stream.isHost(identity)) {
      keepOffStage(stream, identity);
    }
    Step.run(
        FailedStep.REMOVING_SPEAKER,
        () -> dependencies.video().disconnect(stream.roomSid(), identity));
    return done("removed");
  }

  /** Remembers that the host has removed a person, until the person is invited again. */
  private void keepOffStage(StreamRecord stream, String identity) {
    change(
        stream,
        identity,
        () -> {
          Optional<UserDocuments.Contents> known =
              dependencies.userDocuments().find(stream, identity);
          UserDocuments.Contents contents =
              known
                  .orElseGet(() -> UserDocuments.Contents.of(dependencies.tokens().nextNumber(0)))
                  .asRemoved();
          dependencies.userDocuments().save(stream, identity, known.isPresent(), contents);
          long number = dependencies.tokens().nextNumber(contents.admission());
          dependencies.sync().raiseFloors(stream.syncServiceSid(), identity, 0, number);
        });
  }

  private void change(StreamRecord stream, String identity, Runnable change) {
    dependencies
        .locks()
        .hold(
            stream.personKey(identity),
            () -> {
              Step.run(FailedStep.UPDATING_USER_DOCUMENT, change);
              return true;
            });
  }

  JsonObject deleteStream(Call call) {
    String name = call.streamName();
    StreamRecord stream =
        Step.get(FailedStep.DELETING_STREAM, () -> dependencies.video().find(name))
            .flatMap(
                room ->
                    Step.get(
                        FailedStep.DELETING_STREAM,
                        () -> dependencies.streams().find(room.getSid())))
            .orElseThrow(FailedStep.DELETING_STREAM::refusal);
    dependencies.authority().requireHost(call.request(), stream);
    end(stream);
    return done("deleted");
  }

  void end(StreamRecord stream) {
    Step.run(FailedStep.DELETING_STREAM, () -> dependencies.video().complete(stream.roomSid()));
  }

  private static JsonObject done(String what) {
    var answer = new JsonObject();
    answer.addProperty(what, true);
    return answer;
  }
}
