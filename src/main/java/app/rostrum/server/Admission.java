package app.rostrum.server;

import com.google.gson.JsonObject;

/** Admits a person to a stream: the permissions to read its lists, the chat and the answer. */
final class Admission {
  private final Dependencies dependencies;

  Admission(Dependencies dependencies) {
    this.dependencies = dependencies;
  }

  void allowReadingMaps(StreamRecord stream, String identity) {
    dependencies
        .parallel()
        .run(
            () -> allowMap(FailedStep.READING_SPEAKERS, stream, StreamRecord.SPEAKERS, identity),
            () ->
                allowMap(
                    FailedStep.READING_RAISED_HANDS, stream, StreamRecord.RAISED_HANDS, identity),
            () -> allowMap(FailedStep.READING_VIEWERS, stream, StreamRecord.VIEWERS, identity),
            () ->
                Step.run(
                    FailedStep.READING_STREAM_DOCUMENT,
                    () -> dependencies.desks().allowReading(stream, identity)));
  }

  void allowReadingUserDocument(StreamRecord stream, String identity) {
    Step.run(
        FailedStep.READING_USER_DOCUMENT,
        () ->
            dependencies
                .sync()
                .allowReading(
                    stream.syncServiceSid(),
                    "Documents",
                    StreamRecord.userDocument(identity),
                    identity));
  }

  /** Adds the host to the chat, if the stream has one. */
  void joinChat(StreamRecord stream, String identity) {
    stream
        .chatServiceSid()
        .ifPresent(
            service ->
                Step.run(
                    FailedStep.JOINING_CONVERSATION,
                    () -> dependencies.conversations().join(service, stream.roomSid(), identity)));
  }

  /** Builds the answer to a person who creates or joins a stream. */
  JsonObject answer(StreamRecord stream, String identity, String token) {
    var names = new JsonObject();
    names.addProperty("speakers_map", StreamRecord.SPEAKERS);
    names.addProperty("viewers_map", StreamRecord.VIEWERS);
    names.addProperty("raised_hands_map", StreamRecord.RAISED_HANDS);
    names.addProperty("stream_document", StreamRecord.STREAM_DOCUMENT);
    names.addProperty("reactions_document", StreamRecord.REACTIONS);
    names.addProperty("captions_document", StreamRecord.CAPTIONS);
    names.addProperty("kept_out_map", StreamRecord.KEPT_OUT);
    var answer = new JsonObject();
    answer.addProperty("token", token);
    answer.addProperty("user_identity", identity);
    answer.addProperty("stream_name", stream.streamName());
    answer.add("sync_object_names", names);
    answer.addProperty("room_sid", stream.roomSid());
    answer.addProperty("chat_enabled", stream.chat());
    answer.addProperty("take_over_after", TakeOver.GRACE.toSeconds());
    dependencies
        .settings()
        .endpoints()
        .ifPresent(
            where -> {
              var endpoints = new JsonObject();
              endpoints.addProperty("video", where.video());
              endpoints.addProperty("twilsock", where.twilsock());
              answer.add("endpoints", endpoints);
            });
    return answer;
  }

  private void allowMap(FailedStep step, StreamRecord stream, String map, String identity) {
    Step.run(
        step,
        () -> dependencies.sync().allowReading(stream.syncServiceSid(), "Maps", map, identity));
  }
}
