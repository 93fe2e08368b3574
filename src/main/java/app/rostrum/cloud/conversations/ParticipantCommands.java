package app.rostrum.cloud.conversations;

import app.rostrum.cloud.conversations.ConversationRecord.State;
import app.rostrum.cloud.twilsock.TwilsockAnswer;
import java.util.Optional;

/** Clients' commands about the participants of a conversation. */
final class ParticipantCommands {
  private ParticipantCommands() {}

  /** Joins the caller or adds another user, which only the conversation's owner may. */
  static TwilsockAnswer add(ChatCall call) {
    HostedConversation conversation = call.owned(call.firstName());
    CommandBody body = call.body();
    String identity = body.required("identity");
    ChatLimits.identity(identity);
    Optional<String> attributes = body.text("attributes");
    attributes.ifPresent(ChatLimits::attributes);
    if (conversation.describe().state() == State.CLOSED) {
      throw ChatRefusals.closed();
    }
    MemberRecord joined = conversation.join(identity, attributes.orElse("{}"));
    return TwilsockAnswer.created(ClientJson.participant(joined, call.service().sid()));
  }

  static TwilsockAnswer fetch(ChatCall call) {
    MemberRecord member = call.joined(call.firstName()).members().get(call.lastName());
    return TwilsockAnswer.ok(ClientJson.participant(member, call.service().sid()));
  }

  static TwilsockAnswer update(ChatCall call) {
    HostedConversation conversation = call.joined(call.firstName());
    MemberRecord member = conversation.members().get(call.lastName());
    checkSelfOrOwner(call, conversation, member);
    String attributes = call.body().required("attributes");
    ChatLimits.attributes(attributes);
    MemberRecord changed = conversation.update(member, attributes);
    return TwilsockAnswer.ok(ClientJson.participant(changed, call.service().sid()));
  }

  static TwilsockAnswer remove(ChatCall call) {
    HostedConversation conversation = call.visible(call.firstName());
    MemberRecord member = conversation.members().get(call.lastName());
    checkSelfOrOwner(call, conversation, member);
    conversation.leave(member);
    return TwilsockAnswer.deleted();
  }

  private static void checkSelfOrOwner(
      ChatCall call, HostedConversation conversation, MemberRecord member) {
    if (!member.identity().equals(call.identity()) && !conversation.isOwner(call.identity())) {
      throw ChatRefusals.notAuthorized();
    }
  }
}
