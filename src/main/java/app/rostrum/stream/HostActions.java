package app.rostrum.stream;

import app.rostrum.backend.DeskCall;
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
        backend ->
            backend.raiseHand(identity, context.streamName(), false, "", credentials.token()));
  }

  void moveToAudience(String identity, StreamCredentials credentials) {
    context.call(
        new Event.Action.Removal(identity),
        backend -> backend.removeSpeaker(identity, context.streamName(), credentials.token()));
  }

  void desk(DeskCall call, StreamCredentials credentials) {
    context.call(
        new Event.Action.Desk(call),
        backend -> backend.desk(context.streamName(), call, credentials.token()));
  }

  /** Returns the person whom a call of the desk concerns; empty if there is none. */
  static String subject(DeskCall call) {
    return switch (call) {
      case DeskCall.SpeakingTime(String identity, int seconds) -> identity;
      case DeskCall.Remove(String identity) -> identity;
      case DeskCall.Readmit(String identity) -> identity;
      case DeskCall.CoHost(String identity, boolean wanted) -> identity;
      case DeskCall.HandOver(String identity) -> identity;
      default -> "";
    };
  }

  void endStream(StreamCredentials credentials) {
    if (!ending) {
      ending = true;
      context.call(
          new Event.Action.Deletion(),
          backend -> backend.deleteStream(context.streamName(), credentials.token()));
    }
  }

  /** Adds the notice of a call of the desk, where no list or document shows its success. */
  private void answered(DeskCall call, boolean succeeded) {
    if (!succeeded) {
      notices.add(Notice.Kind.ACTION_FAILED, subject(call));
    } else if (call instanceof DeskCall.Remove(String identity)) {
      notices.add(Notice.Kind.REMOVED_SOMEBODY, identity);
    } else if (call instanceof DeskCall.Readmit(String identity)) {
      notices.add(Notice.Kind.READMITTED_SOMEBODY, identity);
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
      case Event.Action.Desk(DeskCall call) -> answered(call, succeeded);
      case Event.Action.TakeOver ignored -> {}
      case Event.Action.Reaction ignored -> {}
      case Event.Action.OwnHand ignored -> {}
      case Event.Action.Presence ignored -> {}
    }
  }
}
