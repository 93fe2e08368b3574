package app.rostrum.server;

import java.net.URI;

/** The objects that the workflows share. */
record Dependencies(
    BackendSettings settings,
    VideoApi video,
    SyncApi sync,
    ConversationsApi conversations,
    ChatQueue chatQueue,
    LiveApi live,
    StreamRegistry streams,
    Desks desks,
    Succession succession,
    UserDocuments userDocuments,
    Reservations reservations,
    Absences absences,
    Presence presence,
    LookAlikes lookAlikes,
    StreamLimits limits,
    Tokens tokens,
    Authority authority,
    Parallel parallel,
    KeyedLocks locks) {

  URI webhook(String path) {
    String base = settings.publicUrl().get().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  /** Returns the live stream of that name, or refuses. */
  StreamRecord streamNamed(String name) {
    return Step.get(FailedStep.FINDING_ROOM, () -> video.find(name))
        .flatMap(room -> Step.get(FailedStep.FINDING_ROOM, () -> streams.find(room.getSid())))
        .orElseThrow(FailedStep.FINDING_ROOM::refusal);
  }

  /** Returns the stream of that room, or refuses. */
  StreamRecord streamOf(String roomSid) {
    return Step.get(FailedStep.FINDING_ROOM, () -> streams.find(roomSid))
        .orElseThrow(FailedStep.FINDING_ROOM::refusal);
  }
}
