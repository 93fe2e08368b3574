package app.rostrum.cloud.rest;

import static app.rostrum.cloud.rest.ConversationResources.CONVERSATION;
import static app.rostrum.cloud.rest.ConversationResources.SERVICE;
import static app.rostrum.cloud.rest.ConversationResources.on;
import static app.rostrum.cloud.rest.ConversationResources.time;

import app.rostrum.cloud.conversations.Conversations;
import app.rostrum.cloud.conversations.Draft;
import app.rostrum.cloud.conversations.MessageRecord;
import app.rostrum.cloud.conversations.UserRecord;
import app.rostrum.cloud.rest.RestRouter.Reply;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Optional;

/** Twilio's REST API of Conversations: messages and users. */
final class MessageResources {
  private final Conversations conversations;
  private final String accountSid;

  MessageResources(Conversations conversations, String accountSid) {
    this.conversations = conversations;
    this.accountSid = accountSid;
  }

  void register(RestRouter router) {
    String message = CONVERSATION + "/Messages/{message}";
    on(router, "GET", CONVERSATION + "/Messages", this::list);
    on(router, "POST", CONVERSATION + "/Messages", this::send);
    on(
        router,
        "GET",
        message,
        r ->
            Reply.ok(
                json(
                    r,
                    conversations.message(
                        r.path("service"), r.path("conversation"), r.path("message")))));
    on(router, "POST", message, this::edit);
    on(
        router,
        "DELETE",
        message,
        r -> {
          conversations.removeMessage(r.path("service"), r.path("conversation"), r.path("message"));
          return Reply.deleted();
        });
    on(
        router,
        "GET",
        SERVICE + "/Users",
        r ->
            ConversationResources.page(
                r, "users", conversations.users(r.path("service")), user -> json(r, user)));
    on(router, "POST", SERVICE + "/Users", this::createUser);
    on(
        router,
        "GET",
        SERVICE + "/Users/{user}",
        r -> Reply.ok(json(r, conversations.user(r.path("service"), r.path("user")))));
    on(router, "POST", SERVICE + "/Users/{user}", this::updateUser);
  }

  private Reply list(RestRequest request) {
    return ConversationResources.page(
        request,
        "messages",
        conversations.messages(
            request.path("service"),
            request.path("conversation"),
            null,
            request.query("Order").filter("desc"::equals).isPresent(),
            Integer.MAX_VALUE),
        message -> json(request, message));
  }

  private Reply send(RestRequest request) {
    Draft draft =
        Draft.of(
            request.field("Body"),
            request.field("Attributes"),
            request.field("Subject"),
            Optional.empty());
    return Reply.created(
        json(
            request,
            conversations.send(
                request.path("service"),
                request.path("conversation"),
                request.field("Author").orElse("system"),
                draft)));
  }

  private Reply edit(RestRequest request) {
    return Reply.ok(
        json(
            request,
            conversations.edit(
                request.path("service"),
                request.path("conversation"),
                request.path("message"),
                request.field("Body"),
                request.field("Attributes"))));
  }

  private Reply createUser(RestRequest request) {
    return Reply.created(
        json(
            request,
            conversations.createUser(
                request.path("service"),
                request.required("Identity"),
                request.field("FriendlyName"),
                request.field("Attributes"))));
  }

  private Reply updateUser(RestRequest request) {
    return Reply.ok(
        json(
            request,
            conversations.updateUser(
                request.path("service"),
                request.path("user"),
                request.field("FriendlyName"),
                request.field("Attributes"))));
  }

  private JsonObject json(RestRequest request, MessageRecord message) {
    String service = request.path("service");
    var body = new JsonObject();
    body.addProperty("sid", message.sid());
    body.addProperty("account_sid", accountSid);
    body.addProperty("chat_service_sid", service);
    body.addProperty("conversation_sid", message.conversationSid());
    body.addProperty("index", message.index());
    body.addProperty("author", message.author());
    body.addProperty("body", message.body());
    body.addProperty("attributes", message.attributes());
    body.addProperty("participant_sid", message.participantSid().orElse(null));
    body.add("media", JsonNull.INSTANCE);
    body.add("delivery", JsonNull.INSTANCE);
    body.add("content_sid", JsonNull.INSTANCE);
    body.addProperty("date_created", time(message.created()));
    body.addProperty("date_updated", time(message.updated()));
    String url =
        ConversationResources.BASE
            + "/v1/Services/"
            + service
            + "/Conversations/"
            + message.conversationSid()
            + "/Messages/"
            + message.sid();
    body.addProperty("url", url);
    body.add("links", new JsonObject());
    return body;
  }

  private JsonObject json(RestRequest request, UserRecord user) {
    String service = request.path("service");
    var body = new JsonObject();
    body.addProperty("sid", user.sid());
    body.addProperty("account_sid", accountSid);
    body.addProperty("chat_service_sid", service);
    body.add("role_sid", JsonNull.INSTANCE);
    body.addProperty("identity", user.identity());
    body.addProperty("friendly_name", user.friendlyName());
    body.addProperty("attributes", user.attributes());
    body.addProperty("is_online", user.online());
    body.addProperty("is_notifiable", false);
    body.addProperty("date_created", time(user.created()));
    body.addProperty("date_updated", time(user.updated()));
    String url = ConversationResources.BASE + "/v1/Services/" + service + "/Users/" + user.sid();
    body.addProperty("url", url);
    body.add("links", ConversationResources.links(url, "user_conversations", "Conversations"));
    return body;
  }
}
