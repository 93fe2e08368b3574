package app.rostrum.cloud.conversations;

import app.rostrum.cloud.twilsock.TwilsockAnswer;
import app.rostrum.web.FormFields;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Clients' commands about the messages of a conversation, typing included. */
final class MessageCommands {
  private static final List<String> NOT_OFFERED =
      List.of("media_sids", "content_sid", "content_variables");
  private static final int TYPING_SECONDS = 5;
  private static final String TYPING = "twilio.ipmsg.typing_indicator";

  private MessageCommands() {}

  static TwilsockAnswer send(ChatCall call) {
    HostedConversation conversation = call.joined(call.firstName());
    CommandBody body = call.body();
    NOT_OFFERED.forEach(body::refuseIfPresent);
    Draft draft =
        Draft.of(body.text("body"), body.text("attributes"), body.text("subject"), call.mutation());
    MemberRecord sender = conversation.members().require(call.identity());
    return TwilsockAnswer.created(
        ClientJson.message(conversation.send(sender, call.identity(), draft)));
  }

  static TwilsockAnswer fetch(ChatCall call) {
    HostedConversation conversation = call.joined(call.firstName());
    return TwilsockAnswer.ok(ClientJson.message(conversation.message(call.lastName())));
  }

  static TwilsockAnswer edit(ChatCall call) {
    HostedConversation conversation = call.joined(call.firstName());
    CommandBody body = call.body();
    Optional<String> text = body.text("body").map(ChatLimits::body);
    Optional<String> attributes = body.text("attributes");
    attributes.ifPresent(ChatLimits::attributes);
    return TwilsockAnswer.ok(
        ClientJson.message(conversation.edit(call.lastName(), call.identity(), text, attributes)));
  }

  static TwilsockAnswer remove(ChatCall call) {
    call.joined(call.firstName()).remove(call.lastName(), call.identity());
    return TwilsockAnswer.deleted();
  }

  /** Tells the other connected participants that the caller is typing. Nothing is stored. */
  static TwilsockAnswer typing(ChatCall call) {
    String form = new String(call.request().body(), StandardCharsets.UTF_8);
    List<String> sids = FormFields.parse(form).getOrDefault("ChannelSid", List.of());
    if (sids.size() != 1) {
      throw ChatRefusals.invalid("ChannelSid");
    }
    HostedConversation conversation = call.joined(sids.getFirst());
    if (conversation.isTyping(call.identity())) {
      tellOthers(call, conversation);
    }
    var answer = new JsonObject();
    answer.addProperty("typing_timeout", TYPING_SECONDS);
    return TwilsockAnswer.ok(answer);
  }

  private static void tellOthers(ChatCall call, HostedConversation conversation) {
    var payload = new JsonObject();
    payload.addProperty("channel_sid", conversation.sid());
    payload.addProperty("identity", call.identity());
    payload.addProperty("typing_timeout", TYPING_SECONDS + 1);
    HostedChatService service = call.service();
    byte[] frame =
        new TwilsockMessage.Notification(
                service.context().nextSid("TM"),
                TYPING,
                payload.toString().getBytes(StandardCharsets.UTF_8))
            .encode();
    for (String identity : conversation.members().identities()) {
      if (!identity.equals(call.identity())) {
        service.users().find(identity).ifPresent(user -> user.send(frame));
      }
    }
  }
}
