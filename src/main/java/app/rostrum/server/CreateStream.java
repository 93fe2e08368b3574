package app.rostrum.server;

import com.google.gson.JsonObject;
import com.twilio.exception.ApiException;
import com.twilio.rest.video.v1.Room;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Handles create-stream: makes all that a stream needs, in the reference's order, or nothing. */
final class CreateStream {
  private final Dependencies dependencies;
  private final Admission admission;
  private final Creations creations;

  CreateStream(Dependencies dependencies) {
    this.dependencies = dependencies;
    this.admission = new Admission(dependencies);
    this.creations = new Creations(dependencies.settings().clock());
  }

  JsonObject handle(Call call) {
    String identity = call.identity();
    String name = call.streamName();
    boolean openStage = call.optionalFlag("open_stage").orElse(true);
    boolean chat = call.optionalFlag("chat_enabled").orElse(true);
    Optional<String> key = call.creationKey();
    return dependencies
        .locks()
        .hold(
            "create " + LookAlikes.foldedSkeleton(name),
            () -> {
              Optional<StreamRecord> made = key.flatMap(k -> madeBefore(k, identity, name));
              JsonObject answer =
                  made.isPresent()
                      ? answer(identity, made.get())
                      : create(identity, name, openStage, chat, call.request().remoteAddress());
              key.ifPresent(k -> creations.made(k, answer.get("room_sid").getAsString()));
              return answer;
            });
  }

  /** Finds the stream that an earlier call of the same creation made, whose answer was lost. */
  private Optional<StreamRecord> madeBefore(String key, String identity, String name) {
    return creations
        .find(key)
        .filter(
            roomSid ->
                Step.get(FailedStep.CREATING_ROOM, () -> dependencies.video().find(roomSid))
                    .isPresent())
        .flatMap(
            roomSid ->
                Step.get(FailedStep.CREATING_ROOM, () -> dependencies.streams().find(roomSid)))
        .filter(stream -> stream.isHost(identity) && stream.streamName().equals(name));
  }

  private JsonObject answer(String identity, StreamRecord stream) {
    return admission.answer(
        stream, identity, dependencies.tokens().forSpeaker(identity, stream, 0));
  }

  private JsonObject create(
      String identity, String name, boolean openStage, boolean chat, String address) {
    String place = dependencies.limits().begin(address);
    var undo = new Undo();
    undo.add("place of a stream", () -> dependencies.limits().ended(place));
    try {
      checkLookAlikes(name);
      StreamRecord stream = makeStream(identity, name, openStage, chat, place, undo);
      return answer(identity, stream);
    } catch (Throwable e) {
      undo.run();
      throw e;
    }
  }

  /** Refuses the name of a live stream in other letters that look the same. */
  private void checkLookAlikes(String name) {
    boolean taken =
        Step.get(
            FailedStep.CREATING_ROOM,
            () ->
                dependencies.streams().all().stream()
                    .filter(stream -> !stream.streamName().equals(name))
                    .filter(stream -> LookAlikes.areAlike(stream.streamName(), name))
                    .anyMatch(stream -> dependencies.video().find(stream.roomSid()).isPresent()));
    if (taken) {
      throw FailedStep.ROOM_EXISTS.refusal();
    }
  }

  private StreamRecord makeStream(
      String identity, String name, boolean openStage, boolean chat, String place, Undo undo) {
    String room = createRoom(name);
    undo.add("room " + room, () -> dependencies.video().complete(room));
    dependencies.limits().made(place, room);
    undo.add("place of " + room, () -> dependencies.limits().ended(room));
    var limit = dependencies.settings().mediaProcessorLimit();

    String streamer =
        Step.get(FailedStep.CREATING_STREAM, () -> dependencies.live().createPlayerStreamer(limit));
    undo.add("player streamer " + streamer, () -> dependencies.live().endPlayerStreamer(streamer));

    String processor =
        Step.get(
            FailedStep.CREATING_STREAM,
            () -> dependencies.live().createMediaProcessor(room, streamer, limit));
    undo.add(
        "media processor " + processor, () -> dependencies.live().endMediaProcessor(processor));

    String service =
        Step.get(
            FailedStep.CREATING_SYNC_SERVICE,
            () ->
                dependencies
                    .sync()
                    .createStreamService(room, dependencies.webhook(WebhookIntake.SYNC_PATH)));
    undo.add("Sync service " + service, () -> dependencies.sync().deleteService(service));
    Optional<String> chatService = chat ? Optional.of(createChat(room, undo)) : Optional.empty();

    Instant now = dependencies.settings().clock().instant();
    var stream =
        new StreamRecord(
            room,
            service,
            streamer,
            processor,
            name,
            identity,
            now,
            openStage,
            chatService,
            Optional.of(now),
            List.of(),
            Desk.NEW);
    undo.add("streams item " + room, () -> dependencies.streams().remove(room));
    Step.run(FailedStep.ADDING_STREAM, () -> dependencies.streams().add(stream));

    dependencies
        .parallel()
        .run(
            () -> createMap(FailedStep.CREATING_SPEAKERS, service, StreamRecord.SPEAKERS),
            () -> createMap(FailedStep.CREATING_RAISED_HANDS, service, StreamRecord.RAISED_HANDS),
            () -> createMap(FailedStep.CREATING_VIEWERS, service, StreamRecord.VIEWERS),
            () -> Step.run(FailedStep.CHANGING_STREAM, () -> dependencies.desks().prepare(stream)));
    Step.run(
        FailedStep.ADDING_HOST,
        () ->
            dependencies
                .sync()
                .addItem(service, StreamRecord.SPEAKERS, identity, Map.of("host", true)));
    admission.allowReadingMaps(stream, identity);
    admission.joinChat(stream, identity);
    dependencies.lookAlikes().begun(stream);
    return stream;
  }

  private String createRoom(String name) {
    return Step.get(
        FailedStep.CREATING_ROOM,
        () -> {
          try {
            Room room =
                dependencies.video().create(name, dependencies.webhook(WebhookIntake.ROOMS_PATH));
            return room.getSid();
          } catch (ApiException e) {
            if (TwilioApi.hasCode(e, VideoApi.ROOM_EXISTS)) {
              throw FailedStep.ROOM_EXISTS.refusal(e);
            }
            throw e;
          }
        });
  }

  private void createMap(FailedStep step, String service, String map) {
    Step.run(step, () -> dependencies.sync().createMap(service, map));
  }

  /** Creates the Conversations service of the stream with its conversation. */
  private String createChat(String room, Undo undo) {
    return Step.get(
        FailedStep.CREATING_CONVERSATION,
        () -> {
          String service = dependencies.conversations().createService(room);
          undo.add(
              "Conversations service " + service,
              () -> dependencies.conversations().deleteService(service));
          dependencies.conversations().create(service, room);
          return service;
        });
  }
}
