package app.rostrum.cloud.conversations;

import app.rostrum.cloud.twilsock.TwilsockAnswer;
import com.google.gson.JsonObject;
import java.util.Optional;

/** Clients' commands about conversations, which belong to the clients that created them. */
final class ConversationCommands {
  private ConversationCommands() {}

  static TwilsockAnswer create(ChatCall call) {
    ConversationSettings settings = settings(call);
    HostedChatService service = call.service();
    if (service.countOwnedBy(call.identity()) >= ChatLimits.MAX_CREATED_PER_USER) {
      throw ChatRefusals.tooManyConversations();
    }
    HostedConversation created = service.create(Optional.of(call.identity()), settings);
    return TwilsockAnswer.created(withLinks(call, json(call, created)));
  }

  static TwilsockAnswer fetch(ChatCall call) {
    return TwilsockAnswer.ok(json(call, call.visible(call.firstName())));
  }

  static TwilsockAnswer update(ChatCall call) {
    HostedConversation conversation = call.owned(call.firstName());
    var unused = call.service().update(conversation, settings(call));
    return TwilsockAnswer.ok(json(call, conversation));
  }

  static TwilsockAnswer delete(ChatCall call) {
    call.service().delete(call.owned(call.firstName()));
    return TwilsockAnswer.deleted();
  }

  private static ConversationSettings settings(ChatCall call) {
    CommandBody body = call.body();
    var settings =
        new ConversationSettings(
            body.text("unique_name"),
            body.text("friendly_name"),
            body.text("attributes"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    settings.check();
    return settings;
  }

  /** Describes a conversation to the caller. */
  static JsonObject json(ChatCall call, HostedConversation conversation) {
    JsonObject json =
        ClientJson.conversation(
            conversation.describe(), conversation.messageCount(), conversation.members().count());
    if (conversation.isParticipant(call.identity())) {
      MemberRecord member = conversation.members().require(call.identity());
      String level = call.user().notificationLevel(conversation.sid());
      ClientJson.addMembership(json, member, conversation.unread(member), level);
    }
    return json;
  }

  private static JsonObject withLinks(ChatCall call, JsonObject json) {
    String url =
        ClientJson.base(call.http().host())
            + call.http().path()
            + "/"
            + json.get("sid").getAsString();
    json.addProperty("url", url);
    var links = new JsonObject();
    links.addProperty("participants", url + "/Participants");
    links.addProperty("messages", url + "/Messages");
    json.add("links", links);
    return json;
  }
}
