package app.rostrum.cloud.rest;

import app.rostrum.cloud.conversations.ChatServiceRecord;
import app.rostrum.cloud.conversations.ConversationRecord;
import app.rostrum.cloud.conversations.ConversationRefusal;
import app.rostrum.cloud.conversations.Conversations;
import app.rostrum.cloud.conversations.MemberRecord;
import app.rostrum.cloud.rest.RestRouter.Reply;
import app.rostrum.cloud.sync.SyncRefusal;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Twilio's REST API of Conversations: services, conversations, participants. Messages and users are
 * {@link MessageResources}.
 */
public final class ConversationResources {
  private static final String PRODUCT = "conversations";
  static final String BASE = "https://conversations.twilio.com";
  static final String SERVICE = "/v1/Services/{service}";
  static final String CONVERSATION = SERVICE + "/Conversations/{conversation}";
  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 100;

  private final Conversations conversations;
  private final String accountSid;

  private ConversationResources(Conversations conversations, String accountSid) {
    this.conversations = conversations;
    this.accountSid = accountSid;
  }

  /** Adds the resources to a router. */
  public static void register(RestRouter router, Conversations conversations, String accountSid) {
    new ConversationResources(conversations, accountSid).register(router);
    new MessageResources(conversations, accountSid).register(router);
  }

  private void register(RestRouter router) {
    on(router, "GET", "/v1/Services", this::listServices);
    on(
        router,
        "POST",
        "/v1/Services",
        r -> Reply.created(json(conversations.createService(r.required("FriendlyName")))));
    on(router, "GET", SERVICE, r -> Reply.ok(json(conversations.service(r.path("service")))));
    on(
        router,
        "DELETE",
        SERVICE,
        r -> {
          conversations.deleteService(r.path("service"));
          return Reply.deleted();
        });

    on(router, "GET", SERVICE + "/Conversations", this::listConversations);
    on(
        router,
        "POST",
        SERVICE + "/Conversations",
        r -> Reply.created(json(conversations.create(r.path("service"), wish(r)))));
    on(
        router,
        "GET",
        CONVERSATION,
        r -> Reply.ok(json(conversations.conversation(r.path("service"), r.path("conversation")))));
    on(
        router,
        "POST",
        CONVERSATION,
        r ->
            Reply.ok(
                json(conversations.update(r.path("service"), r.path("conversation"), wish(r)))));
    on(
        router,
        "DELETE",
        CONVERSATION,
        r -> {
          conversations.delete(r.path("service"), r.path("conversation"));
          return Reply.deleted();
        });

    on(router, "GET", CONVERSATION + "/Participants", this::listParticipants);
    on(router, "POST", CONVERSATION + "/Participants", this::createParticipant);
    on(
        router,
        "GET",
        CONVERSATION + "/Participants/{participant}",
        r ->
            Reply.ok(
                json(
                    r,
                    conversations.participant(
                        r.path("service"), r.path("conversation"), r.path("participant")))));
    on(router, "POST", CONVERSATION + "/Participants/{participant}", this::updateParticipant);
    on(
        router,
        "DELETE",
        CONVERSATION + "/Participants/{participant}",
        r -> {
          conversations.leave(r.path("service"), r.path("conversation"), r.path("participant"));
          return Reply.deleted();
        });
  }

  static void on(RestRouter router, String method, String pattern, RestRouter.Resource resource) {
    router.on(
        PRODUCT,
        method,
        pattern,
        request -> {
          try {
            return resource.handle(request);
          } catch (ConversationRefusal e) {
            throw new RestException(e.status(), e.code(), e.text());
          } catch (SyncRefusal e) {
            throw new RestException(e.status(), e.code(), e.text());
          }
        });
  }

  private Reply listServices(RestRequest request) {
    return page(request, "services", conversations.services(), this::json);
  }

  private Reply listConversations(RestRequest request) {
    return page(
        request, "conversations", conversations.conversations(request.path("service")), this::json);
  }

  private Reply listParticipants(RestRequest request) {
    return page(
        request,
        "participants",
        conversations.participants(request.path("service"), request.path("conversation")),
        participant -> json(request, participant));
  }

  private Reply createParticipant(RestRequest request) {
    return Reply.created(
        json(
            request,
            conversations.join(
                request.path("service"),
                request.path("conversation"),
                request.required("Identity"),
                request.field("Attributes"))));
  }

  private Reply updateParticipant(RestRequest request) {
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

  private static Conversations.Wish wish(RestRequest request) {
    return new Conversations.Wish(
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
    throw new RestException(400, 20001, "Parameter State is invalid");
  }

  /** ISO 8601, in days as well as in hours: {@code P1D}, {@code PT10M}, {@code P2W}. */
  private static Duration duration(String parameter, String text) {
    try {
      return text.endsWith("W")
          ? Duration.ofDays(Period.parse(text).getDays())
          : Duration.parse(text);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new RestException(400, 20001, "Parameter " + parameter + " is not a duration");
    }
  }

  private JsonObject json(ChatServiceRecord service) {
    String url = BASE + "/v1/Services/" + service.sid();
    var body = new JsonObject();
    body.addProperty("sid", service.sid());
    body.addProperty("account_sid", accountSid);
    body.addProperty("friendly_name", service.friendlyName());
    body.addProperty("date_created", time(service.created()));
    body.addProperty("date_updated", time(service.updated()));
    body.addProperty("url", url);
    JsonObject links = links(url, "conversations", "Conversations");
    links.addProperty("users", url + "/Users");
    body.add("links", links);
    return body;
  }

  private JsonObject json(ConversationRecord conversation) {
    String url =
        BASE + "/v1/Services/" + conversation.serviceSid() + "/Conversations/" + conversation.sid();
    var body = new JsonObject();
    body.addProperty("sid", conversation.sid());
    body.addProperty("account_sid", accountSid);
    body.addProperty("chat_service_sid", conversation.serviceSid());
    body.add("messaging_service_sid", JsonNull.INSTANCE);
    body.addProperty("unique_name", conversation.uniqueName().orElse(null));
    body.addProperty("friendly_name", conversation.friendlyName().orElse(null));
    body.addProperty("attributes", conversation.attributes());
    body.addProperty("state", name(conversation.state()));
    var timers = new JsonObject();
    conversation.inactiveAt().ifPresent(at -> timers.addProperty("date_inactive", time(at)));
    conversation.closedAt().ifPresent(at -> timers.addProperty("date_closed", time(at)));
    body.add("timers", timers);
    body.add("bindings", new JsonObject());
    body.addProperty("date_created", time(conversation.created()));
    body.addProperty("date_updated", time(conversation.updated()));
    body.addProperty("url", url);
    JsonObject links = links(url, "participants", "Participants");
    links.addProperty("messages", url + "/Messages");
    body.add("links", links);
    return body;
  }

  private JsonObject json(RestRequest request, MemberRecord participant) {
    String service = request.path("service");
    var body = new JsonObject();
    body.addProperty("sid", participant.sid());
    body.addProperty("account_sid", accountSid);
    body.addProperty("chat_service_sid", service);
    body.addProperty("conversation_sid", participant.conversationSid());
    body.addProperty("identity", participant.identity());
    body.addProperty("attributes", participant.attributes());
    body.add("messaging_binding", JsonNull.INSTANCE);
    body.add("role_sid", JsonNull.INSTANCE);
    body.addProperty("last_read_message_index", participant.lastRead().orElse(null));
    body.addProperty(
        "last_read_timestamp",
        participant.lastReadAt().map(ConversationResources::time).orElse(null));
    body.addProperty("date_created", time(participant.created()));
    body.addProperty("date_updated", time(participant.updated()));
    body.addProperty(
        "url",
        BASE
            + "/v1/Services/"
            + service
            + "/Conversations/"
            + participant.conversationSid()
            + "/Participants/"
            + participant.sid());
    return body;
  }

  static <T> Reply page(
      RestRequest request, String key, List<T> all, Function<T, JsonObject> json) {
    int size = Math.clamp(number(request, "PageSize").orElse(DEFAULT_PAGE), 1, MAX_PAGE);
    int page = Math.max(0, number(request, "Page").orElse(0));
    int from = (int) Math.min((long) page * size, all.size());
    int to = Math.min(from + size, all.size());
    var items = new JsonArray();
    all.subList(from, to).forEach(each -> items.add(json.apply(each)));
    String path = request.http().path();
    String url =
        BASE + (path.startsWith(RestRouter.PREFIX) ? path.substring(path.indexOf("/v1")) : path);
    var meta = new JsonObject();
    meta.addProperty("key", key);
    meta.addProperty("page", page);
    meta.addProperty("page_size", size);
    meta.addProperty("url", pageUrl(url, page, size));
    meta.addProperty("first_page_url", pageUrl(url, 0, size));
    meta.addProperty("previous_page_url", page > 0 ? pageUrl(url, page - 1, size) : null);
    meta.addProperty("next_page_url", to < all.size() ? pageUrl(url, page + 1, size) : null);
    var body = new JsonObject();
    body.add(key, items);
    body.add("meta", meta);
    return Reply.ok(body);
  }

  private static String pageUrl(String url, int page, int size) {
    return url + "?PageSize=" + size + "&Page=" + page;
  }

  static Optional<Integer> number(RestRequest request, String name) {
    try {
      return request.query(name).map(Integer::valueOf);
    } catch (NumberFormatException e) {
      throw new RestException(400, 20001, "Parameter " + name + " is not a number");
    }
  }

  static JsonObject links(String url, String name, String path) {
    var links = new JsonObject();
    links.addProperty(name, url + "/" + path);
    return links;
  }

  private static String name(ConversationRecord.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
