package app.rostrum.cloud.rest;

import app.rostrum.cloud.conversations.Conversations;
import app.rostrum.cloud.conversations.UserRecord;
import app.rostrum.cloud.rest.RestRouter.Reply;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

/** The users of the Conversations API. */
final class UserResources {
  private static final String USERS = ConversationRoutes.SERVICE + "/Users";

  private final ConversationRoutes routes;
  private final Conversations conversations;

  UserResources(ConversationRoutes routes) {
    this.routes = routes;
    this.conversations = routes.conversations();
  }

  void add() {
    routes.on("GET", USERS, this::list);
    routes.on("POST", USERS, this::create);
    routes.on("GET", USERS + "/{user}", this::fetch);
    routes.on("POST", USERS + "/{user}", this::update);
    routes.on("DELETE", USERS + "/{user}", this::delete);
  }

  private Reply list(RestRequest request) {
    return ConversationRoutes.page(request, "users")
        .of(conversations.users(request.path("service")), user -> json(request, user));
  }

  private Reply create(RestRequest request) {
    return Reply.created(
        json(
            request,
            conversations.createUser(
                request.path("service"),
                request.required("Identity"),
                request.field("FriendlyName"),
                request.field("Attributes"))));
  }

  private Reply fetch(RestRequest request) {
    return Reply.ok(
        json(request, conversations.user(request.path("service"), request.path("user"))));
  }

  private Reply update(RestRequest request) {
    return Reply.ok(
        json(
            request,
            conversations.updateUser(
                request.path("service"),
                request.path("user"),
                request.field("FriendlyName"),
                request.field("Attributes"))));
  }

  private Reply delete(RestRequest request) {
    conversations.deleteUser(request.path("service"), request.path("user"));
    return Reply.deleted();
  }

  private JsonObject json(RestRequest request, UserRecord user) {
    String service = request.path("service");
    String url = ConversationRoutes.url(service) + "/Users/" + user.sid();
    JsonObject json = routes.resource(user.sid(), url, user.created(), user.updated());
    json.addProperty("chat_service_sid", service);
    json.add("role_sid", JsonNull.INSTANCE);
    json.addProperty("identity", user.identity());
    json.addProperty("friendly_name", user.friendlyName());
    json.addProperty("attributes", user.attributes());
    json.addProperty("is_online", user.online());
    json.addProperty("is_notifiable", false);
    var links = new JsonObject();
    links.addProperty("user_conversations", url + "/Conversations");
    json.add("links", links);
    return json;
  }
}
