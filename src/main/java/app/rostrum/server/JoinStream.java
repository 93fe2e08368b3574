package app.rostrum.server;

import app.rostrum.web.HttpRequest;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Handles join-stream-as-speaker and join-stream-as-viewer. */
final class JoinStream {
  private static final String INVITE = "speaker_invite";
  private static final Gson GSON = new Gson();

  private final Dependencies dependencies;
  private final Admission admission;

  JoinStream(Dependencies dependencies) {
    this.dependencies = dependencies;
    this.admission = new Admission(dependencies);
  }

  JsonObject asSpeaker(Call call) {
    String identity = call.identity();
    StreamRecord stream = dependencies.streamNamed(call.streamName());
    boolean proven = checkIdentity(call.request(), stream, identity);
    checkStage(stream, identity, proven);
    Step.run(
        FailedStep.CREATING_USER_DOCUMENT,
        () ->
            dependencies
                .sync()
                .createDocument(
                    stream.syncServiceSid(),
                    StreamRecord.userDocument(identity),
                    Map.of(INVITE, false)));
    dependencies
        .parallel()
        .run(() -> openLists(stream, identity), () -> joinChat(stream, identity));
    String token =
        dependencies
            .tokens()
            .forSpeaker(identity, stream, call.streamName(), admission.chatService(stream));
    return answer(stream, identity, token);
  }

  JsonObject asViewer(Call call) {
    String identity = call.identity();
    StreamRecord stream = dependencies.streamNamed(call.streamName());
    checkIdentity(call.request(), stream, identity);
    Step.run(FailedStep.CREATING_USER_DOCUMENT, () -> resetUserDocument(stream, identity));
    var playback = new HashMap<String, Object>(); // written by one call, read when it is done
    dependencies
        .parallel()
        .run(
            () -> openLists(stream, identity),
            () -> joinChat(stream, identity),
            () ->
                playback.putAll(
                    Step.get(
                        FailedStep.PLAYBACK_GRANT,
                        () -> dependencies.live().playbackGrant(stream.playerStreamerSid()))));
    String token =
        dependencies.tokens().forViewer(identity, stream, playback, admission.chatService(stream));
    JsonObject answer = answer(stream, identity, token);
    answer.add("playback", playbackAddresses(playback));
    return answer;
  }

  /**
   * Checks that nobody joins under the name of another person in the stream, or of the host.
   *
   * @return whether the request proves to come from this person
   */
  private boolean checkIdentity(HttpRequest request, StreamRecord stream, String identity) {
    if (dependencies.authority().trustsPasscode()) {
      return true;
    }
    if (dependencies.authority().proves(request, stream, identity)) {
      return true;
    }
    if (stream.isHost(identity) || isPresent(stream, identity)) {
      throw ApiRefusal.forbidden(
          "identity in use",
          "Another person in this stream is already called " + identity + ". Choose another name.");
    }
    return false;
  }

  private boolean isPresent(StreamRecord stream, String identity) {
    var present = new AtomicBoolean();
    dependencies
        .parallel()
        .run(
            () -> lookIn(stream, StreamRecord.SPEAKERS, identity, present),
            () -> lookIn(stream, StreamRecord.VIEWERS, identity, present),
            () -> {
              if (Step.get(
                  FailedStep.FINDING_ROOM,
                  () -> dependencies.video().isConnected(stream.roomSid(), identity))) {
                present.set(true);
              }
            });
    return present.get();
  }

  private void lookIn(StreamRecord stream, String map, String identity, AtomicBoolean present) {
    if (Step.get(
        FailedStep.FINDING_ROOM,
        () -> dependencies.sync().item(stream.syncServiceSid(), map, identity).isPresent())) {
      present.set(true);
    }
  }

  /**
   * Checks that the person may go on stage. An invitation counts only with proof of identity: the
   * document outlives the person, and the next one of that name has not been invited.
   */
  private void checkStage(StreamRecord stream, String identity, boolean proven) {
    if (stream.openStage() || stream.isHost(identity)) {
      return;
    }
    if (!proven || !isInvited(stream, identity)) {
      throw ApiRefusal.forbidden(
          "stage by invitation",
          "Speaking is by the host's invitation. Join as a listener and raise your hand.");
    }
  }

  private boolean isInvited(StreamRecord stream, String identity) {
    return Step.get(
            FailedStep.CREATING_USER_DOCUMENT,
            () ->
                dependencies
                    .sync()
                    .document(stream.syncServiceSid(), StreamRecord.userDocument(identity)))
        .map(document -> Boolean.TRUE.equals(document.get(INVITE)))
        .orElse(false);
  }

  private void resetUserDocument(StreamRecord stream, String identity) {
    String name = StreamRecord.userDocument(identity);
    Map<String, Object> data = Map.of(INVITE, false);
    boolean exists =
        TwilioApi.find(
                () -> {
                  dependencies.sync().updateDocument(stream.syncServiceSid(), name, data);
                  return true;
                })
            .orElse(false);
    if (!exists) {
      dependencies.sync().createDocument(stream.syncServiceSid(), name, data);
    }
  }

  private void openLists(StreamRecord stream, String identity) {
    dependencies
        .parallel()
        .run(
            () -> admission.allowReadingUserDocument(stream, identity),
            () -> admission.allowReadingMaps(stream, identity));
  }

  private void joinChat(StreamRecord stream, String identity) {
    admission.joinChat(stream, identity);
  }

  private JsonObject answer(StreamRecord stream, String identity, String token) {
    JsonObject answer = admission.answer(stream, token);
    answer
        .getAsJsonObject("sync_object_names")
        .addProperty("user_document", StreamRecord.userDocument(identity));
    return answer;
  }

  /** Returns the addresses in the grant, for clients that do not read their token. */
  private static JsonObject playbackAddresses(Map<String, Object> grant) {
    var addresses = new JsonObject();
    for (String name : new String[] {"whepUrl", "playbackUrl"}) {
      if (grant.get(name) instanceof String url) {
        addresses.add(name, GSON.toJsonTree(url));
      }
    }
    return addresses;
  }
}
