package app.rostrum.server;

import com.google.gson.JsonObject;
import com.twilio.exception.ApiException;
import java.util.Map;

/** The short calls on a stream that exists. */
final class StreamActions {
  private final Parts parts;

  StreamActions(Parts parts) {
    this.parts = parts;
  }

  JsonObject viewerConnected(Call call) {
    String identity = call.identity();
    StreamRecord stream = parts.streamNamed(call.streamName());
    parts.authority().requireSelf(call.request(), stream, identity);
    Step.run(
        Problem.ADDING_VIEWER,
        () ->
            parts
                .sync()
                .addItem(stream.syncServiceSid(), StreamRecord.VIEWERS, identity, Map.of()));
    return done("success");
  }

  JsonObject raiseHand(Call call) {
    String identity = call.identity();
    String name = call.streamName();
    boolean raised = call.flag("hand_raised");
    StreamRecord stream = parts.streamNamed(name);
    String service = stream.syncServiceSid();
    if (raised) {
      parts.authority().requireSelf(call.request(), stream, identity);
      Step.run(
          Problem.RAISED_HANDS,
          () -> parts.sync().addItem(service, StreamRecord.RAISED_HANDS, identity, Map.of()));
    } else {
      parts.authority().requireSelfOrHost(call.request(), stream, identity);
      Step.run(
          Problem.RAISED_HANDS,
          () -> parts.sync().removeItem(service, StreamRecord.RAISED_HANDS, identity));
    }
    return done("sent");
  }

  JsonObject sendSpeakerInvite(Call call) {
    String identity = call.identity();
    StreamRecord stream = parts.streamOf(call.roomSid());
    parts.authority().requireHost(call.request(), stream);
    String name = StreamRecord.userDocument(identity);
    Step.run(
        Problem.UPDATING_USER_DOCUMENT,
        () -> {
          Map<String, Object> document =
              parts
                  .sync()
                  .document(stream.syncServiceSid(), name)
                  .orElseThrow(() -> new ApiException("nobody of that name has joined"));
          document.put("speaker_invite", true);
          parts.sync().updateDocument(stream.syncServiceSid(), name, document);
        });
    return done("sent");
  }

  JsonObject removeSpeaker(Call call) {
    String identity = call.identity();
    StreamRecord stream = parts.streamNamed(call.roomName());
    parts.authority().requireSelfOrHost(call.request(), stream, identity);
    Step.run(Problem.REMOVING_SPEAKER, () -> parts.video().disconnect(stream.roomSid(), identity));
    return done("removed");
  }

  JsonObject deleteStream(Call call) {
    String name = call.streamName();
    StreamRecord stream =
        Step.get(Problem.DELETING_STREAM, () -> parts.video().find(name))
            .flatMap(
                room ->
                    Step.get(Problem.DELETING_STREAM, () -> parts.streams().find(room.getSid())))
            .orElseThrow(Problem.DELETING_STREAM::refusal);
    parts.authority().requireHost(call.request(), stream);
    Step.run(Problem.DELETING_STREAM, () -> parts.video().complete(stream.roomSid()));
    return done("deleted");
  }

  private static JsonObject done(String what) {
    var answer = new JsonObject();
    answer.addProperty(what, true);
    return answer;
  }
}
