package app.rostrum.stream;

import app.rostrum.backend.DeskCall;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.stream.StreamState.Notice;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Carries out the commands of a person. Each of them ends in a change of the state, a call or a
 * notice, unless its aim is reached or under way already. On the loop only.
 */
final class CommandHandler {
  private final RoleTransitions transitions;
  private final OwnHand hand;
  private final Invitation invitation;
  private final DeskDocument desk;
  private final HostActions host;
  private final Succession succession;
  private final LatestReactions reactions;
  private final Muting muting;
  private final Measurement measurement;
  private final ChatSession chat;
  private final Notices notices;

  CommandHandler(
      RoleTransitions transitions,
      OwnHand hand,
      Invitation invitation,
      DeskDocument desk,
      HostActions host,
      Succession succession,
      LatestReactions reactions,
      Muting muting,
      Measurement measurement,
      ChatSession chat,
      Notices notices) {
    this.transitions = transitions;
    this.hand = hand;
    this.invitation = invitation;
    this.desk = desk;
    this.host = host;
    this.succession = succession;
    this.reactions = reactions;
    this.muting = muting;
    this.measurement = measurement;
    this.chat = chat;
    this.notices = notices;
  }

  void on(Event.Command command) {
    switch (command) {
      case Event.Command.Microphone(boolean on) -> noticeUnless(transitions.setMicrophone(on));
      case Event.Command.Hand(boolean raised, String text) -> noticeUnless(setHand(raised, text));
      case Event.Command.Accept(boolean microphoneOn) -> noticeUnless(accept(microphoneOn));
      case Event.Command.Decline() -> noticeUnless(decline());
      case Event.Command.LeaveStage() -> noticeUnless(transitions.leaveStage());
      case Event.Command.Invite(String identity) ->
          atDesk(identity, credentials -> host.invite(identity, credentials));
      case Event.Command.LowerHand(String identity) ->
          atDesk(identity, credentials -> host.lowerHand(identity, credentials));
      case Event.Command.MoveToAudience(String identity) ->
          atDesk(identity, credentials -> host.moveToAudience(identity, credentials));
      case Event.Command.Desk(DeskCall call) -> useDesk(call);
      case Event.Command.React(Reaction reaction) -> noticeUnless(react(reaction));
      case Event.Command.TakeOver() -> succession.takeOver();
      case Event.Command.EndStream() -> endStream();
      case Event.Command.Volume(double volume) -> transitions.setVolume(volume);
      case Event.Command.Silence(String identity, boolean silent) ->
          transitions.silence(identity, silent);
      case Event.Command.Levels(boolean followed) -> measurement.follow(followed);
      case Event.Command.Mute(Optional<String> identity) -> muting.ask(identity);
      case Event.Command.ChatCommand chatCommand -> chat.on(chatCommand);
      case Event.Command.Reconnect() -> {
        transitions.reconnect();
        chat.reconnect();
      }
      case Event.Command.Leave() -> transitions.leave(new LeaveReason.Chosen());
    }
  }

  private void noticeUnless(boolean done) {
    if (!done) {
      notices.add(Notice.Kind.ACTION_FAILED, "");
    }
  }

  private boolean setHand(boolean raised, String text) {
    if (raised && !transitions.inAudience()) {
      return false;
    }
    if (raised || hand.raised()) {
      hand.want(raised, text);
    }
    return true;
  }

  private boolean react(Reaction reaction) {
    StreamCredentials credentials = transitions.credentials();
    return credentials != null && reactions.send(reaction, credentials);
  }

  private void endStream() {
    if (transitions.creating()) {
      transitions.leave(new LeaveReason.Chosen());
    } else {
      asHost("", host::endStream);
    }
  }

  private boolean accept(boolean microphoneOn) {
    if (invitation.pending() && transitions.goOnStage(microphoneOn)) {
      invitation.answered();
      return true;
    }
    return transitions.goingOnStage();
  }

  private boolean decline() {
    if (!invitation.pending()) {
      return false;
    }
    invitation.answered();
    return setHand(false, "");
  }

  private void useDesk(DeskCall call) {
    String subject = HostActions.subject(call);
    if (desk.desk().isEmpty()) {
      notices.add(Notice.Kind.ACTION_FAILED, subject);
      return;
    }
    switch (call) {
      case DeskCall.CoHost named -> asHost(subject, credentials -> host.desk(call, credentials));
      case DeskCall.HandOver to -> asHost(subject, credentials -> host.desk(call, credentials));
      default -> atDesk(subject, credentials -> host.desk(call, credentials));
    }
  }

  /** Does without a call that the backend would refuse to anybody but the host and co-hosts. */
  private void atDesk(String subject, Consumer<StreamCredentials> action) {
    StreamCredentials credentials = transitions.credentials();
    if (credentials != null && desk.isCoHost(transitions.identity())) {
      action.accept(credentials);
    } else {
      asHost(subject, action);
    }
  }

  /** Does without a call that the backend would refuse to anybody but the host. */
  private void asHost(String subject, Consumer<StreamCredentials> action) {
    StreamCredentials credentials = transitions.credentials();
    if (transitions.role() == Role.HOST && credentials != null) {
      action.accept(credentials);
    } else {
      notices.add(Notice.Kind.ACTION_FAILED, subject);
    }
  }
}
