package app.rostrum.cloud.rest;

import static app.rostrum.cloud.rest.ConversationRoutes.CONVERSATION;
import static app.rostrum.cloud.rest.ConversationRoutes.SERVICE;

import app.rostrum.cloud.conversations.ChatServiceRecord;
import app.rostrum.cloud.conversations.ConversationRecord;
import app.rostrum.cloud.conversations.ConversationSettings;
import app.rostrum.cloud.conversations.Conversations;
import app.rostrum.cloud.rest.RestRouter.Reply;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * Twilio's REST API of Conversations. This class has services and conversations; participants,
 * messages and users are classes of their own.
 */
public final class ConversationResources {
  private final Conversations conversations;
  private final String accountSid;

  public ConversationResources(Conversations conversations, String accountSid) {
    this.conversations = conversations;
    this.accountSid = accountSid;
  }

  /** Adds the resources to a router. */
  public void addTo(RestRouter router) {
    var routes = new ConversationRoutes(router, conversations, accountSid);
    addServices(routes);
    addConversations(routes);
    new ParticipantResources(routes).add();
    new MessageResources(routes).add();
    new UserResources(routes).add();
  }

  private void addServices(ConversationRoutes routes) {
    routes.on(
        "GET",
        "/v1/Services",
        r ->
            ConversationRoutes.page(r, "services")
                .of(conversations.services(), service -> json(routes, service)));
    routes.on(
        "POST",
        "/v1/Services",
        r -> Reply.created(json(routes, conversations.createService(r.required("FriendlyName")))));
    routes.on(
        "GET", SERVICE, r -> Reply.ok(json(routes, conversations.service(r.path("service")))));
    routes.on("DELETE", SERVICE, this::deleteService);
  }

  private Reply deleteService(RestRequest request) {
    conversations.deleteService(request.path("service"));
    return Reply.deleted();
  }

  private void addConversations(ConversationRoutes routes) {
    routes.on(
        "GET",
        SERVICE + "/Conversations",
        r ->
            ConversationRoutes.page(r, "conversations")
                .of(
                    conversations.conversations(r.path("service")),
                    conversation -> json(routes, conversation)));
    routes.on(
        "POST",
        SERVICE + "/Conversations",
        r -> Reply.created(json(routes, conversations.create(r.path("service"), settings(r)))));
    routes.on("GET", CONVERSATION, r -> Reply.ok(json(routes, conversation(r))));
    routes.on("POST", CONVERSATION, r -> Reply.ok(json(routes, update(r))));
    routes.on("DELETE", CONVERSATION, this::delete);
  }

  private ConversationRecord conversation(RestRequest request) {
    return conversations.conversation(request.path("service"), request.path("conversation"));
  }

  private ConversationRecord update(RestRequest request) {
    return conversations.update(
        request.path("service"), request.path("conversation"), settings(request));
  }

  private Reply delete(RestRequest request) {
    conversations.delete(request.path("service"), request.path("conversation"));
    return Reply.deleted();
  }

  private static ConversationSettings settings(RestRequest request) {
    return new ConversationSettings(
        request.field("UniqueName"),
        request.field("FriendlyName"),
        request.field("Attributes"),
        request.field("State").map(ConversationResources::state),
        request.field("Timers.Inactive").map(text -> duration("Timers.Inactive", text)),
        request.field("Timers.Closed").map(text -> duration("Timers.Closed", text)));
  }

  private static ConversationRecord.State state(String text) {
    for (ConversationRecord.State state : ConversationRecord.State.values()) {
      if (name(state).equals(text)) {
        return state;
      }
    }
    throw RestException.invalid("Parameter State is invalid");
  }

  private static String name(ConversationRecord.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads ISO 8601 with days and weeks as well as hours: {@code P1D}, {@code PT10M}, {@code P2W}.
   */
  private static Duration duration(String parameter, String text) {
    try {
      return text.endsWith("W")
          ? Duration.ofDays(Period.parse(text).getDays())
          : Duration.parse(text);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw RestException.invalid("Parameter " + parameter + " is not a duration");
    }
  }

  private static JsonObject json(ConversationRoutes routes, ChatServiceRecord service) {
    String url = ConversationRoutes.url(service.sid());
    JsonObject json = routes.resource(service.sid(), url, service.created(), service.updated());
    json.addProperty("friendly_name", service.friendlyName());
    var links = new JsonObject();
    links.addProperty("conversations", url + "/Conversations");
    links.addProperty("users", url + "/Users");
    json.add("links", links);
    return json;
  }

  private static JsonObject json(ConversationRoutes routes, ConversationRecord conversation) {
    String url = ConversationRoutes.conversationUrl(conversation.serviceSid(), conversation.sid());
    JsonObject json =
        routes.resource(conversation.sid(), url, conversation.created(), conversation.updated());
    json.addProperty("chat_service_sid", conversation.serviceSid());
    json.add("messaging_service_sid", JsonNull.INSTANCE);
    json.addProperty("unique_name", conversation.uniqueName().orElse(null));
    json.addProperty("friendly_name", conversation.friendlyName().orElse(null));
    json.addProperty("attributes", conversation.attributes());
    json.addProperty("state", name(conversation.state()));
    var timers = new JsonObject();
    conversation.inactiveAt().ifPresent(at -> JsonTime.add(timers, "date_inactive", at));
    conversation.closedAt().ifPresent(at -> JsonTime.add(timers, "date_closed", at));
    json.add("timers", timers);
    json.add("bindings", new JsonObject());
    var links = new JsonObject();
    links.addProperty("participants", url + "/Participants");
    links.addProperty("messages", url + "/Messages");
    json.add("links", links);
    return json;
  }
}
