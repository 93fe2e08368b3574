package app.rostrum.cloud.rest;

import app.rostrum.cloud.conversations.Conversations;
import app.rostrum.cloud.conversations.Draft;
import app.rostrum.cloud.conversations.MessageRecord;
import app.rostrum.cloud.rest.RestRouter.Reply;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Optional;

/** The messages of the Conversations API. */
final class MessageResources {
  private static final String MESSAGES = ConversationRoutes.CONVERSATION + "/Messages";

  private final ConversationRoutes routes;
  private final Conversations conversations;

  MessageResources(ConversationRoutes routes) {
    this.routes = routes;
    this.conversations = routes.conversations();
  }

  void add() {
    String message = MESSAGES + "/{message}";
    routes.on("GET", MESSAGES, this::list);
    routes.on("POST", MESSAGES, this::send);
    routes.on("GET", message, this::fetch);
    routes.on("POST", message, this::edit);
    routes.on("DELETE", message, this::delete);
  }

  private Reply list(RestRequest request) {
    return ConversationRoutes.page(request, "messages")
        .keeping("Order")
        .of(
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

  private Reply fetch(RestRequest request) {
    return Reply.ok(
        json(
            request,
            conversations.message(
                request.path("service"), request.path("conversation"), request.path("message"))));
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

  private Reply delete(RestRequest request) {
    conversations.removeMessage(
        request.path("service"), request.path("conversation"), request.path("message"));
    return Reply.deleted();
  }

  private JsonObject json(RestRequest request, MessageRecord message) {
    String service = request.path("service");
    String url =
        ConversationRoutes.conversationUrl(service, message.conversationSid())
            + "/Messages/"
            + message.sid();
    JsonObject json = routes.resource(message.sid(), url, message.created(), message.updated());
    json.addProperty("chat_service_sid", service);
    json.addProperty("conversation_sid", message.conversationSid());
    json.addProperty("index", message.index());
    json.addProperty("author", message.author());
    json.addProperty("body", message.body());
    json.addProperty("attributes", message.attributes());
    json.addProperty("participant_sid", message.participantSid().orElse(null));
    json.add("media", JsonNull.INSTANCE);
    json.add("delivery", JsonNull.INSTANCE);
    json.add("content_sid", JsonNull.INSTANCE);
    json.add("links", new JsonObject());
    return json;
  }
}
