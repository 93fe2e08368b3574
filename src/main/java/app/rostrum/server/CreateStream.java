package app.rostrum.server;

import com.google.gson.JsonObject;
import com.twilio.exception.ApiException;
import com.twilio.rest.video.v1.Room;
import java.util.Map;

/** create-stream: makes all that a stream needs, in the reference's order, or nothing. */
final class CreateStream {
  private final Parts parts;
  private final Admission admission;

  CreateStream(Parts parts) {
    this.parts = parts;
    this.admission = new Admission(parts);
  }

  JsonObject handle(Call call) {
    String identity = call.identity();
    String name = call.streamName();
    boolean openStage = call.optionalFlag("open_stage").orElse(true);
    boolean chat = call.optionalFlag("chat_enabled").orElse(true);
    return parts.locks().hold("create " + name, () -> create(identity, name, openStage, chat));
  }

  private JsonObject create(String identity, String name, boolean openStage, boolean chat) {
    var undo = new Undo();
    try {
      StreamRecord stream = makeStream(identity, name, openStage, chat, undo);
      String token =
          parts.tokens().forSpeaker(identity, stream, name, admission.chatService(stream));
      return admission.answer(stream, token);
    } catch (RuntimeException e) {
      undo.run();
      throw e;
    }
  }

  private StreamRecord makeStream(
      String identity, String name, boolean openStage, boolean chat, Undo undo) {
    String room = createRoom(name);
    undo.add("room " + room, () -> parts.video().complete(room));
    var limit = parts.settings().mediaProcessorLimit();

    String streamer =
        Step.get(Problem.CREATING_STREAM, () -> parts.live().createPlayerStreamer(limit));
    undo.add("player streamer " + streamer, () -> parts.live().endPlayerStreamer(streamer));

    String processor =
        Step.get(
            Problem.CREATING_STREAM,
            () -> parts.live().createMediaProcessor(room, streamer, limit));
    undo.add("media processor " + processor, () -> parts.live().endMediaProcessor(processor));

    String service =
        Step.get(
            Problem.CREATING_SYNC_SERVICE,
            () ->
                parts.sync().createStreamService(room, parts.webhook(ReferenceBackend.SYNC_HOOK)));
    undo.add("Sync service " + service, () -> parts.sync().deleteService(service));

    var stream =
        new StreamRecord(
            room,
            service,
            streamer,
            processor,
            name,
            identity,
            parts.settings().clock().instant(),
            openStage,
            chat);
    undo.add("streams item " + room, () -> parts.streams().remove(room));
    Step.run(Problem.ADDING_STREAM, () -> parts.streams().add(stream));

    parts
        .together()
        .run(
            () -> createMap(Problem.CREATING_SPEAKERS, service, StreamRecord.SPEAKERS),
            () -> createMap(Problem.CREATING_RAISED_HANDS, service, StreamRecord.RAISED_HANDS),
            () -> createMap(Problem.CREATING_VIEWERS, service, StreamRecord.VIEWERS));
    Step.run(
        Problem.ADDING_HOST,
        () -> parts.sync().addItem(service, StreamRecord.SPEAKERS, identity, Map.of("host", true)));
    parts
        .together()
        .run(() -> admission.allowReadingMaps(stream, identity), () -> startChat(stream, undo));
    admission.joinChat(stream, identity);
    return stream;
  }

  private String createRoom(String name) {
    return Step.get(
        Problem.CREATING_ROOM,
        () -> {
          try {
            Room room = parts.video().create(name, parts.webhook(ReferenceBackend.ROOMS_HOOK));
            return room.getSid();
          } catch (ApiException e) {
            if (TwilioApi.hasCode(e, VideoApi.ROOM_EXISTS)) {
              throw Problem.ROOM_EXISTS.refusal(e);
            }
            throw e;
          }
        });
  }

  private void createMap(Problem problem, String service, String map) {
    Step.run(problem, () -> parts.sync().createMap(service, map));
  }

  private void startChat(StreamRecord stream, Undo undo) {
    if (!stream.chat()) {
      return;
    }
    Step.run(
        Problem.CREATING_CONVERSATION,
        () -> {
          String chatService = parts.chatService().get();
          parts.conversations().create(chatService, stream.roomSid());
          undo.add(
              "conversation " + stream.roomSid(),
              () -> parts.conversations().delete(chatService, stream.roomSid()));
        });
  }
}
