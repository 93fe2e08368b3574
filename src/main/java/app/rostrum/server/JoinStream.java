package app.rostrum.server;

import app.rostrum.web.HttpRequest;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Handles join-stream-as-speaker and join-stream-as-viewer. */
final class JoinStream {
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
    return entered(
        stream,
        identity,
        dependencies
            .locks()
            .hold(stream.personKey(identity), () -> asSpeaker(call.request(), stream, identity)));
  }

  /** An answer, and whether it goes to the person who had the name before. */
  private record Entered(boolean proven, JsonObject answer) {}

  /**
   * Returns the answer to somebody who has joined. Whoever has not proved to be the co-host of that
   * name is none.
   */
  private JsonObject entered(StreamRecord stream, String identity, Entered entered) {
    if (!entered.proven() && dependencies.streamOf(stream.roomSid()).desk().isCoHost(identity)) {
      dependencies
          .desks()
          .change(stream, record -> record.withDesk(record.desk().withoutCoHost(identity)));
      Step.run(
          FailedStep.CHANGING_STREAM, () -> dependencies.desks().forbidKeptOut(stream, identity));
    }
    return entered.answer();
  }

  private Entered asSpeaker(HttpRequest request, StreamRecord stream, String identity) {
    Person person = identify(request, stream, identity);
    checkStage(stream, identity, person);
    admit(stream, identity, person, person.contents());
    enter(stream, identity);
    String token =
        dependencies.tokens().forSpeaker(identity, stream, person.contents().admission());
    return new Entered(person.proven(), answer(stream, identity, person, token));
  }

  JsonObject asViewer(Call call) {
    String identity = call.identity();
    StreamRecord stream = dependencies.streamNamed(call.streamName());
    return entered(
        stream,
        identity,
        dependencies
            .locks()
            .hold(stream.personKey(identity), () -> asViewer(call.request(), stream, identity)));
  }

  private Entered asViewer(HttpRequest request, StreamRecord stream, String identity) {
    Person person = identify(request, stream, identity);
    admit(stream, identity, person, person.contents().asListening());
    var playback = new HashMap<String, Object>(); // written by one call, read when it is done
    dependencies
        .parallel()
        .run(
            () -> enter(stream, identity),
            () ->
                playback.putAll(
                    Step.get(
                        FailedStep.PLAYBACK_GRANT,
                        () -> dependencies.live().playbackGrant(stream.playerStreamerSid()))));
    String token =
        dependencies.tokens().forViewer(identity, stream, playback, person.contents().admission());
    JsonObject answer = answer(stream, identity, person, token);
    answer.add("playback", playbackAddresses(playback));
    dependencies
        .settings()
        .endpoints()
        .ifPresent(
            where ->
                answer
                    .getAsJsonObject("endpoints")
                    .addProperty("player", where.player() + stream.playerStreamerSid()));
    return new Entered(person.proven(), answer);
  }

  /**
   * A person who joins.
   *
   * @param proven whether the request proves to come from the person admitted under that name
   * @param known whether there was a user document
   * @param contents the user document, with a new admission unless proven
   */
  private record Person(boolean proven, boolean known, UserDocuments.Contents contents) {}

  /**
   * Finds out who joins. Nobody joins under the name of the host, of another person in the stream,
   * or of one who has been admitted a moment ago and may be on the way.
   */
  private Person identify(HttpRequest request, StreamRecord stream, String identity) {
    boolean proven =
        dependencies.authority().trustsPasscode()
            || dependencies.authority().proves(request, stream, identity);
    checkNotKeptOut(stream, identity, proven);
    Optional<UserDocuments.Contents> document =
        Step.get(
            FailedStep.CREATING_USER_DOCUMENT,
            () -> dependencies.userDocuments().find(stream, identity));
    checkNotLocked(stream, identity, proven && document.isPresent());
    if (!proven) {
      checkFree(stream, identity);
    }
    if (proven && document.isPresent()) {
      return new Person(true, true, document.get());
    }
    long admission =
        dependencies
            .tokens()
            .nextNumber(document.map(UserDocuments.Contents::admission).orElse(0L));
    return new Person(
        proven,
        document.isPresent(),
        document
            .map(earlier -> earlier.takenOver(admission))
            .orElseGet(() -> UserDocuments.Contents.of(proven ? 0 : admission)));
  }

  private void checkNotKeptOut(StreamRecord stream, String identity, boolean proven) {
    KeptOut keptOut = dependencies.desks().keptOut();
    boolean refused =
        Step.get(
            FailedStep.FINDING_ROOM,
            () ->
                proven
                    ? keptOut.contains(stream, identity)
                    : keptOut.looksLikeOne(stream, identity));
    if (refused) {
      throw ApiRefusal.forbidden(
          "kept out", "The host has removed you from this event. Ask them to readmit you.");
    }
  }

  /** Checks that a stream takes newcomers; who is in it may return. */
  private static void checkNotLocked(StreamRecord stream, String identity, boolean known) {
    if (stream.desk().locked() && !known && !stream.isHost(identity)) {
      throw ApiRefusal.forbidden(
          "stream locked", "The host has locked this stream, so that nobody new can join.");
    }
  }

  private void checkFree(StreamRecord stream, String identity) {
    if (isTaken(stream, identity)) {
      throw ApiRefusal.forbidden(
          "identity in use",
          "Another person in this stream is already called " + identity + ". Choose another name.");
    }
    List<String> alike =
        Step.get(FailedStep.FINDING_ROOM, () -> dependencies.lookAlikes().of(stream, identity));
    if (alike.stream().anyMatch(other -> isTaken(stream, other))) {
      throw ApiRefusal.forbidden(
          "identity in use",
          "Your name looks like that of another person in this stream. Choose another name.");
    }
  }

  private boolean isTaken(StreamRecord stream, String identity) {
    return stream.isNameOfHost(identity)
        || dependencies.reservations().isReserved(stream, identity)
        || Step.get(
            FailedStep.FINDING_ROOM, () -> dependencies.presence().isPresent(stream, identity));
  }

  /** Writes down the admission; whoever had the name before loses all access. */
  private void admit(
      StreamRecord stream, String identity, Person person, UserDocuments.Contents contents) {
    Step.run(
        FailedStep.CREATING_USER_DOCUMENT,
        () -> {
          dependencies.userDocuments().save(stream, identity, person.known(), contents);
          if (!person.proven()
              && (person.known() || dependencies.lookAlikes().mayHaveAdmitted(stream, identity))) {
            dependencies
                .sync()
                .raiseFloors(stream.syncServiceSid(), identity, contents.admission(), 0);
          }
        });
  }

  /**
   * Checks that the person may go on stage. An invitation counts only with proof of identity: the
   * next person of that name has not been invited. A person whom the host has removed needs one on
   * an open stage, too.
   */
  private static void checkStage(StreamRecord stream, String identity, Person person) {
    if (stream.isHost(identity) || (person.proven() && person.contents().invited())) {
      return;
    }
    if (person.contents().removed()) {
      throw ApiRefusal.forbidden(
          "removed from the stage",
          "The host has removed you from the stage. Raise your hand to be invited again.");
    }
    if (!stream.openStage()) {
      throw ApiRefusal.forbidden(
          "stage by invitation",
          "Speaking is by the host's invitation. Join as a listener and raise your hand.");
    }
  }

  /** Opens the lists to a person, and the chat if it takes them. */
  private void enter(StreamRecord stream, String identity) {
    dependencies
        .parallel()
        .run(
            () -> openLists(stream, identity),
            () -> dependencies.chatQueue().enter(stream, identity));
  }

  private void openLists(StreamRecord stream, String identity) {
    dependencies
        .parallel()
        .run(
            () -> admission.allowReadingUserDocument(stream, identity),
            () -> admission.allowReadingMaps(stream, identity));
  }

  private JsonObject answer(StreamRecord stream, String identity, Person person, String token) {
    dependencies.lookAlikes().admitted(stream, identity);
    if (!person.proven()) {
      dependencies.absences().began(stream, identity);
      // Last of all: a join that fails on the way can be tried again at once.
      dependencies.reservations().reserve(stream, identity);
    }
    JsonObject answer = admission.answer(stream, identity, token);
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
