package app.rostrum.cloud.conversations;

import app.rostrum.cloud.twilsock.TwilsockAnswer;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/** Clients' commands about users: their names, and their own view of their conversations. */
final class UserCommands {
  private static final int PAGE_SIZE = 50;

  private UserCommands() {}

  static TwilsockAnswer configuration(ChatCall call) {
    return TwilsockAnswer.ok(
        ClientJson.configuration(call.user(), call.service().sid(), call.http().host()));
  }

  static TwilsockAnswer listOwn(ChatCall call) {
    call.checkSelf();
    String token = call.http().params().getOrDefault("PageToken", "");
    List<String> sids =
        call.user().joined().stream().filter(sid -> sid.compareTo(token) > 0).sorted().toList();
    var conversations = new JsonArray();
    sids.stream()
        .limit(PAGE_SIZE)
        .flatMap(sid -> call.service().find(sid).stream())
        .filter(conversation -> conversation.isParticipant(call.identity()))
        .forEach(conversation -> conversations.add(ConversationCommands.json(call, conversation)));
    var meta = new JsonObject();
    meta.addProperty("key", "conversations");
    meta.addProperty("page_size", PAGE_SIZE);
    meta.addProperty("previous_token", (String) null);
    meta.addProperty("next_token", sids.size() > PAGE_SIZE ? sids.get(PAGE_SIZE - 1) : null);
    var body = new JsonObject();
    body.add("conversations", conversations);
    body.add("meta", meta);
    return TwilsockAnswer.ok(body);
  }

  static TwilsockAnswer fetchOwn(ChatCall call) {
    call.checkSelf();
    return TwilsockAnswer.ok(ConversationCommands.json(call, call.joined(call.lastName())));
  }

  static TwilsockAnswer updateOwn(ChatCall call) {
    call.checkSelf();
    HostedConversation conversation = call.joined(call.lastName());
    MemberRecord member = conversation.members().require(call.identity());
    CommandBody body = call.body();
    if (body.has("last_read_message_index")) {
      member = conversation.markRead(member, body.index("last_read_message_index"));
    }
    Optional<String> level = body.text("notification_level");
    if (level.isPresent()) {
      if (!level.get().equals("default") && !level.get().equals("muted")) {
        throw ChatRefusals.invalid("notification_level");
      }
      call.user().setNotificationLevel(member, level.get());
    }
    return TwilsockAnswer.ok(ConversationCommands.json(call, conversation));
  }

  static TwilsockAnswer fetch(ChatCall call) {
    return TwilsockAnswer.ok(ClientJson.user(known(call)));
  }

  /** Returns the user whom the path names, if the caller may know of that user. */
  private static HostedUser known(ChatCall call) {
    ChatUsers users = call.service().users();
    return users
        .find(call.firstName())
        .filter(user -> users.knows(call.identity(), user))
        .orElseThrow(ChatRefusals::userNotFound);
  }

  static TwilsockAnswer update(ChatCall call) {
    HostedUser user = known(call);
    if (user != call.user()) {
      throw ChatRefusals.notAuthorized();
    }
    CommandBody body = call.body();
    Optional<String> name = body.text("friendly_name");
    Optional<String> attributes = body.text("attributes");
    name.ifPresent(ChatLimits::friendlyName);
    attributes.ifPresent(ChatLimits::attributes);
    name.ifPresent(user::setFriendlyName);
    attributes.ifPresent(user::setAttributes);
    return TwilsockAnswer.ok(ClientJson.user(user));
  }
}
