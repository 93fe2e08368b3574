package app.rostrum.cloud.conversations;

import app.rostrum.cloud.twilsock.Connection;
import app.rostrum.cloud.twilsock.TwilsockAnswer;
import app.rostrum.web.FormFields;
import app.rostrum.wire.conversations.ChatPath;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Does what clients of one service command (protocol note, section 7). Who a client is comes from
 * its token alone. A command that repeats another's mark is answered as before and not done again.
 */
final class ChatCommands {
  private static final int PAGE = 50;
  private static final int TYPING_SECONDS = 5;
  private static final String TYPING = "twilio.ipmsg.typing_indicator";

  private final HostedChatService space;

  ChatCommands(HostedChatService space) {
    this.space = space;
  }

  /**
   * Answers a command.
   *
   * @throws ConversationRefusal if it cannot be done
   */
  TwilsockAnswer answer(Connection client, ChatPath path, TwilsockMessage.Request request) {
    space.checkAlive();
    if (path.resource() != ChatPath.Resource.CONFIGURATION
        && !path.serviceSid().equals(space.serviceSid())) {
      throw ConversationRefusal.anotherService();
    }
    HostedUser user = space.user(client.identity());
    var call = new Call(user, path.names(), request);
    if (!call.method().equals("GET")) {
      user.command();
    }
    String mutation = request.http().header("X-Twilio-Mutation-Id");
    if (request.http().method().equals("GET")
        || path.resource() == ChatPath.Resource.TYPING
        || mutation == null
        || mutation.isEmpty()) {
      return answer(path.resource(), call);
    }
    if (mutation.length() > ChatLimits.MAX_MUTATION_ID) {
      throw ConversationRefusal.invalid("X-Twilio-Mutation-Id");
    }
    return user.mutations().once(mutation, () -> answer(path.resource(), call));
  }

  /** One command of one user. */
  private record Call(HostedUser user, List<String> names, TwilsockMessage.Request request) {
    String method() {
      return request.http().method();
    }

    String identity() {
      return user.identity();
    }

    CommandBody body() {
      return CommandBody.parse(request.body());
    }

    TwilsockAnswer by(Map<String, Supplier<TwilsockAnswer>> methods) {
      Supplier<TwilsockAnswer> handler = methods.get(method());
      if (handler == null) {
        throw new ConversationRefusal(405, 20004, "Method not allowed");
      }
      return handler.get();
    }
  }

  private TwilsockAnswer answer(ChatPath.Resource resource, Call call) {
    return switch (resource) {
      case CONFIGURATION -> call.by(Map.of("GET", () -> configuration(call)));
      case MY_CONVERSATIONS -> call.by(Map.of("GET", () -> mine(call)));
      case MY_CONVERSATION ->
          call.by(Map.of("GET", () -> mineByName(call), "POST", () -> updateMine(call)));
      case USER -> call.by(Map.of("GET", () -> user(call), "POST", () -> updateUser(call)));
      case CONVERSATIONS -> call.by(Map.of("POST", () -> create(call)));
      case CONVERSATION ->
          call.by(
              Map.of(
                  "GET", () -> conversation(call),
                  "POST", () -> update(call),
                  "DELETE", () -> delete(call)));
      case MESSAGES -> call.by(Map.of("POST", () -> send(call)));
      case MESSAGE ->
          call.by(
              Map.of(
                  "GET", () -> message(call),
                  "POST", () -> edit(call),
                  "DELETE", () -> removeMessage(call)));
      case PARTICIPANTS -> call.by(Map.of("POST", () -> add(call)));
      case PARTICIPANT ->
          call.by(
              Map.of(
                  "GET", () -> participant(call),
                  "POST", () -> updateParticipant(call),
                  "DELETE", () -> removeParticipant(call)));
      case TYPING -> call.by(Map.of("POST", () -> typing(call)));
    };
  }

  private TwilsockAnswer configuration(Call call) {
    return TwilsockAnswer.ok(
        ClientJson.configuration(call.user(), space.serviceSid(), call.request().http().host()));
  }

  /** A conversation that the caller is in: who is not learns no more than that he is not. */
  private HostedConversation joined(Call call, String name) {
    HostedConversation conversation = space.conversation(name);
    if (!conversation.isParticipant(call.identity())) {
      throw ConversationRefusal.notParticipant();
    }
    return conversation;
  }

  /** A conversation that the caller is in or has made. */
  private HostedConversation visible(Call call, String name) {
    HostedConversation conversation = space.conversation(name);
    return conversation.isOwner(call.identity()) ? conversation : joined(call, name);
  }

  private HostedConversation owned(Call call, String name) {
    HostedConversation conversation = visible(call, name);
    if (!conversation.isOwner(call.identity())) {
      throw ConversationRefusal.notAuthorized();
    }
    return conversation;
  }

  private void checkSelf(Call call) {
    String name = call.names().getFirst();
    if (!name.equals(call.user().sid()) && !name.equals(call.identity())) {
      throw ConversationRefusal.notAuthorized();
    }
  }

  private JsonObject describe(Call call, HostedConversation conversation) {
    boolean in = conversation.isParticipant(call.identity());
    return ClientJson.conversation(
        conversation,
        in ? conversation.require(call.identity()) : null,
        call.user().notificationLevel(conversation.sid()));
  }

  private TwilsockAnswer mine(Call call) {
    checkSelf(call);
    String token = call.request().http().params().getOrDefault("PageToken", "");
    List<String> sids = call.user().joined().stream().sorted().toList();
    List<String> rest = sids.stream().filter(sid -> sid.compareTo(token) > 0).toList();
    var conversations = new JsonArray();
    rest.stream()
        .limit(PAGE)
        .flatMap(sid -> space.find(sid).stream())
        .filter(conversation -> conversation.isParticipant(call.identity()))
        .forEach(conversation -> conversations.add(describe(call, conversation)));
    var meta = new JsonObject();
    meta.addProperty("key", "conversations");
    meta.addProperty("page_size", PAGE);
    meta.addProperty("previous_token", (String) null);
    meta.addProperty("next_token", rest.size() > PAGE ? rest.get(PAGE - 1) : null);
    var body = new JsonObject();
    body.add("conversations", conversations);
    body.add("meta", meta);
    return TwilsockAnswer.ok(body);
  }

  private TwilsockAnswer mineByName(Call call) {
    checkSelf(call);
    return TwilsockAnswer.ok(describe(call, joined(call, call.names().getLast())));
  }

  private TwilsockAnswer updateMine(Call call) {
    checkSelf(call);
    HostedConversation conversation = joined(call, call.names().getLast());
    MemberRecord participant = conversation.require(call.identity());
    CommandBody body = call.body();
    if (body.has("last_read_message_index")) {
      participant = conversation.read(participant, body.index("last_read_message_index"));
    }
    Optional<String> level = body.text("notification_level");
    if (level.isPresent()) {
      if (!level.get().equals("default") && !level.get().equals("muted")) {
        throw ConversationRefusal.invalid("notification_level");
      }
      call.user().notificationLevel(participant, level.get());
    }
    return TwilsockAnswer.ok(describe(call, conversation));
  }

  private TwilsockAnswer user(Call call) {
    return TwilsockAnswer.ok(ClientJson.user(known(call)));
  }

  private HostedUser known(Call call) {
    return space
        .findUser(call.names().getFirst())
        .filter(user -> space.knows(call.identity(), user))
        .orElseThrow(ConversationRefusal::userNotFound);
  }

  private TwilsockAnswer updateUser(Call call) {
    HostedUser user = known(call);
    if (user != call.user()) {
      throw ConversationRefusal.notAuthorized();
    }
    CommandBody body = call.body();
    Optional<String> name = body.text("friendly_name");
    Optional<String> attributes = body.text("attributes");
    name.ifPresent(ChatLimits::friendlyName);
    attributes.ifPresent(ChatLimits::attributes);
    name.ifPresent(user::rename);
    attributes.ifPresent(user::describe);
    return TwilsockAnswer.ok(ClientJson.user(user));
  }

  private static Conversations.Wish wish(CommandBody body) {
    var wish =
        new Conversations.Wish(
            body.text("unique_name"),
            body.text("friendly_name"),
            body.text("attributes"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    wish.check();
    return wish;
  }

  private TwilsockAnswer create(Call call) {
    Conversations.Wish wish = wish(call.body());
    if (space.ownedBy(call.identity()) >= ChatLimits.MAX_CREATED_PER_USER) {
      throw ConversationRefusal.tooManyConversations();
    }
    HostedConversation made = space.create(Optional.of(call.identity()), wish);
    return TwilsockAnswer.created(withLinks(call, describe(call, made)));
  }

  private JsonObject withLinks(Call call, JsonObject json) {
    String url =
        ClientJson.base(call.request().http().host())
            + call.request().http().path()
            + "/"
            + json.get("sid").getAsString();
    json.addProperty("url", url);
    var links = new JsonObject();
    links.addProperty("participants", url + "/Participants");
    links.addProperty("messages", url + "/Messages");
    json.add("links", links);
    return json;
  }

  private TwilsockAnswer conversation(Call call) {
    return TwilsockAnswer.ok(describe(call, visible(call, call.names().getFirst())));
  }

  private TwilsockAnswer update(Call call) {
    HostedConversation conversation = owned(call, call.names().getFirst());
    var unused = space.update(conversation, wish(call.body()));
    return TwilsockAnswer.ok(describe(call, conversation));
  }

  private TwilsockAnswer delete(Call call) {
    space.delete(owned(call, call.names().getFirst()));
    return TwilsockAnswer.deleted();
  }

  private TwilsockAnswer send(Call call) {
    HostedConversation conversation = joined(call, call.names().getFirst());
    CommandBody body = call.body();
    for (String notOffered : List.of("media_sids", "content_sid", "content_variables")) {
      body.refuseIfPresent(notOffered);
    }
    Draft draft =
        Draft.of(
            body.text("body"),
            body.text("attributes"),
            body.text("subject"),
            Optional.ofNullable(call.request().http().header("X-Twilio-Mutation-Id"))
                .filter(mark -> !mark.isEmpty()));
    MemberRecord sender = conversation.require(call.identity());
    return TwilsockAnswer.created(
        ClientJson.message(conversation.send(sender, call.identity(), draft)));
  }

  private TwilsockAnswer message(Call call) {
    HostedConversation conversation = joined(call, call.names().getFirst());
    return TwilsockAnswer.ok(ClientJson.message(conversation.message(call.names().getLast())));
  }

  private TwilsockAnswer edit(Call call) {
    HostedConversation conversation = joined(call, call.names().getFirst());
    CommandBody body = call.body();
    Optional<String> text = body.text("body").map(ChatLimits::body);
    Optional<String> attributes = body.text("attributes");
    attributes.ifPresent(ChatLimits::attributes);
    return TwilsockAnswer.ok(
        ClientJson.message(
            conversation.edit(call.names().getLast(), call.identity(), text, attributes)));
  }

  private TwilsockAnswer removeMessage(Call call) {
    joined(call, call.names().getFirst()).remove(call.names().getLast(), call.identity());
    return TwilsockAnswer.deleted();
  }

  /** Joins, or adds somebody: both are for who has made the conversation. */
  private TwilsockAnswer add(Call call) {
    HostedConversation conversation = owned(call, call.names().getFirst());
    CommandBody body = call.body();
    String identity = body.required("identity");
    ChatLimits.identity(identity);
    Optional<String> attributes = body.text("attributes");
    attributes.ifPresent(ChatLimits::attributes);
    checkOpen(conversation);
    MemberRecord joined = conversation.join(identity, attributes.orElse("{}"));
    return TwilsockAnswer.created(ClientJson.participant(joined, space.serviceSid()));
  }

  private static void checkOpen(HostedConversation conversation) {
    if (conversation.describe().state() == ConversationRecord.State.CLOSED) {
      throw ConversationRefusal.closed();
    }
  }

  private TwilsockAnswer participant(Call call) {
    HostedConversation conversation = joined(call, call.names().getFirst());
    return TwilsockAnswer.ok(
        ClientJson.participant(
            conversation.participant(call.names().getLast()), space.serviceSid()));
  }

  private TwilsockAnswer updateParticipant(Call call) {
    HostedConversation conversation = joined(call, call.names().getFirst());
    MemberRecord participant = conversation.participant(call.names().getLast());
    checkSelfOrOwner(call, conversation, participant);
    String attributes = call.body().required("attributes");
    ChatLimits.attributes(attributes);
    return TwilsockAnswer.ok(
        ClientJson.participant(conversation.update(participant, attributes), space.serviceSid()));
  }

  private TwilsockAnswer removeParticipant(Call call) {
    HostedConversation conversation = visible(call, call.names().getFirst());
    MemberRecord participant = conversation.participant(call.names().getLast());
    checkSelfOrOwner(call, conversation, participant);
    conversation.leave(participant);
    return TwilsockAnswer.deleted();
  }

  private static void checkSelfOrOwner(
      Call call, HostedConversation conversation, MemberRecord participant) {
    if (!participant.identity().equals(call.identity()) && !conversation.isOwner(call.identity())) {
      throw ConversationRefusal.notAuthorized();
    }
  }

  /** Tells the other participants who are connected. Nothing is stored. */
  private TwilsockAnswer typing(Call call) {
    String form = new String(call.request().body(), StandardCharsets.UTF_8);
    List<String> sids = FormFields.parse(form).getOrDefault("ChannelSid", List.of());
    if (sids.size() != 1) {
      throw ConversationRefusal.invalid("ChannelSid");
    }
    HostedConversation conversation = joined(call, sids.getFirst());
    if (conversation.isTyping(call.identity())) {
      var payload = new JsonObject();
      payload.addProperty("channel_sid", conversation.sid());
      payload.addProperty("identity", call.identity());
      payload.addProperty("typing_timeout", TYPING_SECONDS + 1);
      byte[] frame =
          new TwilsockMessage.Notification(
                  space.nextSid("TM"), TYPING, payload.toString().getBytes(StandardCharsets.UTF_8))
              .encode();
      for (String identity : conversation.identities()) {
        if (!identity.equals(call.identity())) {
          space.findUser(identity).ifPresent(user -> user.send(frame));
        }
      }
    }
    var answer = new JsonObject();
    answer.addProperty("typing_timeout", TYPING_SECONDS);
    return TwilsockAnswer.ok(answer);
  }
}
