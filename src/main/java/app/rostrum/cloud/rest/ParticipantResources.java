package app.rostrum.cloud.rest;

import app.rostrum.cloud.conversations.Conversations;
import app.rostrum.cloud.conversations.MemberRecord;
import app.rostrum.cloud.rest.RestRouter.Reply;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

/** The participants of the Conversations API. */
final class ParticipantResources {
  private static final String PARTICIPANTS = ConversationRoutes.CONVERSATION + "/Participants";

  private final ConversationRoutes routes;
  private final Conversations conversations;

  ParticipantResources(ConversationRoutes routes) {
    this.routes = routes;
    this.conversations = routes.conversations();
  }

  void add() {
    String participant = PARTICIPANTS + "/{participant}";
    routes.on("GET", PARTICIPANTS, this::list);
    routes.on("POST", PARTICIPANTS, this::create);
    routes.on("GET", participant, this::fetch);
    routes.on("POST", participant, this::update);
    routes.on("DELETE", participant, this::delete);
  }

  private Reply list(RestRequest request) {
    return ConversationRoutes.page(request, "participants")
        .of(
            conversations.participants(request.path("service"), request.path("conversation")),
            participant -> json(request, participant));
  }

  private Reply create(RestRequest request) {
    return Reply.created(
        json(
            request,
            conversations.join(
                request.path("service"),
                request.path("conversation"),
                request.required("Identity"),
                request.field("Attributes"))));
  }

  private Reply fetch(RestRequest request) {
    return Reply.ok(
        json(
            request,
            conversations.participant(
                request.path("service"),
                request.path("conversation"),
                request.path("participant"))));
  }

  private Reply update(RestRequest request) {
    return Reply.ok(
        json(
            request,
            conversations.updateParticipant(
                request.path("service"),
                request.path("conversation"),
                request.path("participant"),
                request.field("Attributes"),
                request.number("LastReadMessageIndex").map(Integer::longValue))));
  }

  private Reply delete(RestRequest request) {
    conversations.leave(
        request.path("service"), request.path("conversation"), request.path("participant"));
    return Reply.deleted();
  }

  private JsonObject json(RestRequest request, MemberRecord participant) {
    String service = request.path("service");
    String url =
        ConversationRoutes.conversationUrl(service, participant.conversationSid())
            + "/Participants/"
            + participant.sid();
    JsonObject json =
        routes.resource(participant.sid(), url, participant.created(), participant.updated());
    json.addProperty("chat_service_sid", service);
    json.addProperty("conversation_sid", participant.conversationSid());
    json.addProperty("identity", participant.identity());
    json.addProperty("attributes", participant.attributes());
    json.add("messaging_binding", JsonNull.INSTANCE);
    json.add("role_sid", JsonNull.INSTANCE);
    json.addProperty("last_read_message_index", participant.lastRead().orElse(null));
    JsonTime.add(json, "last_read_timestamp", participant.lastReadAt());
    return json;
  }
}
