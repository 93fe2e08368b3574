package app.rostrum.stream;

import app.rostrum.backend.StreamCredentials;
import app.rostrum.stream.StreamState.Notice;

/** The host's actions on others: calls to the backend, and notices of their results. */
final class HostActions {
  private final SessionContext context;
  private final Notices notices;
  private boolean ending;

  HostActions(SessionContext context, Notices notices) {
    this.context = context;
    this.notices = notices;
  }

  void invite(String identity, StreamCredentials credentials) {
    context.call(
        new Event.Action.Invitation(identity),
        backend -> backend.sendSpeakerInvite(identity, credentials.roomSid(), credentials.token()));
  }

  void lowerHand(String identity, StreamCredentials credentials) {
    context.call(
        new Event.Action.LoweredHand(identity),
        backend -> backend.raiseHand(identity, context.streamName(), false, credentials.token()));
  }

  void moveToAudience(String identity, StreamCredentials credentials) {
    context.call(
        new Event.Action.Removal(identity),
        backend -> backend.removeSpeaker(identity, context.streamName(), credentials.token()));
  }

  void endStream(StreamCredentials credentials) {
    if (!ending) {
      ending = true;
      context.call(
          new Event.Action.Deletion(),
          backend -> backend.deleteStream(context.streamName(), credentials.token()));
    }
  }

  /** Adds the notice of an action's result. */
  void answered(Event.Action action, boolean succeeded) {
    switch (action) {
      case Event.Action.Invitation(String identity) ->
          notices.add(
              succeeded ? Notice.Kind.INVITATION_SENT : Notice.Kind.ACTION_FAILED, identity);
      case Event.Action.Removal(String identity) ->
          notices.add(
              succeeded ? Notice.Kind.MOVED_SOMEBODY_TO_AUDIENCE : Notice.Kind.ACTION_FAILED,
              identity);
      case Event.Action.LoweredHand(String identity) -> {
        if (!succeeded) {
          notices.add(Notice.Kind.ACTION_FAILED, identity);
        }
      }
      case Event.Action.Deletion() -> {
        ending = false;
        if (!succeeded) {
          notices.add(Notice.Kind.ACTION_FAILED, "");
        }
      }
      case Event.Action.TakeOver ignored -> {}
      case Event.Action.OwnHand ignored -> {}
      case Event.Action.Presence ignored -> {}
    }
  }
}
