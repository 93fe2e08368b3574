package app.rostrum.cloud.conversations;

import app.rostrum.wire.sync.SyncTime;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The JSON with which clients' commands are answered (protocol note, sections 5, 7 and 8). */
final class ClientJson {
  /** The host in links for a client that sends no usable host name. */
  private static final String USUAL_HOST = "aim.us1.twilio.com";

  private static final String MEDIA = "https://mcs.us1.twilio.com/v1/Services/";

  private static final List<String> MEDIA_LIMITS =
      List.of(
          "media_attachments_count_limit",
          "media_attachment_size_limit_in_mb",
          "media_attachments_total_size_limit_in_mb");

  private ClientJson() {}

  /**
   * Writes a client's configuration.
   *
   * @param host the host of the client's request, to which its next requests go as well
   */
  static JsonObject configuration(HostedUser user, String serviceSid, String host) {
    String base = base(host);
    String service = base + "/Client/v2/Services/" + serviceSid;
    String self = service + "/Users/" + user.sid();
    var links = new JsonObject();
    links.addProperty("conversations", service + "/Conversations");
    links.addProperty("users", service + "/Users");
    links.addProperty("current_user", self);
    links.addProperty("my_conversations", self + "/Conversations");
    links.addProperty("typing", base + "/v1/Instances/" + serviceSid + "/Typing");
    links.addProperty("media_service", MEDIA + serviceSid + "/Media");
    links.addProperty("media_set_service", MEDIA + serviceSid + "/MediaSet");
    links.addProperty("messages_receipts", service + "/Conversations/%s/Messages/%s/Receipts");
    var objects = new JsonObject();
    objects.addProperty("my_conversations", ChatJson.myConversationsName(user.identity()));
    objects.addProperty("my_user_info", user.infoName());
    var options = new JsonObject();
    options.addProperty("reachability_enabled", true);
    options.addProperty("user_infos_to_subscribe", 100);
    options.addProperty("http_cache_interval", "PT1S");
    options.addProperty("consumption_report_interval", "PT5S");
    // Neither media nor e-mails are offered. The SDK's message builder fails without these options.
    for (String limit : MEDIA_LIMITS) {
      options.addProperty(limit, 0);
    }
    options.add("email_histories_allowed_mime_types", new JsonArray());
    options.add("email_bodies_allowed_mime_types", new JsonArray());
    var json = new JsonObject();
    json.addProperty("identity", user.identity());
    json.add("links", links);
    json.add("sync_objects", objects);
    json.add("options", options);
    return json;
  }

  /** Returns the beginning of links for a client that sent this host. */
  static String base(String host) {
    return "https://" + (isHost(host) ? host : USUAL_HOST);
  }

  private static boolean isHost(String host) {
    return host.length() <= 255 && host.matches("[A-Za-z0-9.:\\[\\]-]+");
  }

  /** Describes a conversation, without what is a participant's own. */
  static JsonObject conversation(
      ConversationRecord conversation, int messageCount, int participantCount) {
    var json = new JsonObject();
    json.addProperty("sid", conversation.sid());
    json.addProperty("conversation_sid", conversation.sid());
    json.addProperty("chat_service_sid", conversation.serviceSid());
    json.addProperty("unique_name", conversation.uniqueName().orElse(null));
    json.addProperty("friendly_name", conversation.friendlyName().orElse(null));
    json.addProperty("attributes", conversation.attributes());
    json.addProperty("created_by", conversation.createdBy());
    time(json, "date_created", conversation.created());
    time(json, "date_updated", conversation.updated());
    var state = new JsonObject();
    state.addProperty("current", ChatJson.name(conversation.state()));
    time(state, "dateUpdated", conversation.stateUpdated());
    json.add("state", state);
    json.addProperty("messages_count", messageCount);
    json.addProperty("participants_count", participantCount);
    json.addProperty("status", "notParticipating");
    json.add("sync_objects", objects(conversation.sid()));
    return json;
  }

  /** Adds a participant's own view to the description of a conversation. */
  static void addMembership(
      JsonObject json, MemberRecord member, Optional<Integer> unread, String notificationLevel) {
    json.addProperty("status", "joined");
    json.addProperty("participant_sid", member.sid());
    json.addProperty("last_read_message_index", member.lastRead().orElse(null));
    json.addProperty("unread_messages_count", unread.orElse(null));
    json.addProperty("notification_level", notificationLevel);
  }

  private static JsonObject objects(String conversationSid) {
    var objects = new JsonObject();
    objects.addProperty("conversation", ChatJson.documentName(conversationSid));
    objects.addProperty("participants", ChatJson.rosterName(conversationSid));
    objects.addProperty("messages", ChatJson.messagesName(conversationSid));
    return objects;
  }

  static JsonObject message(MessageRecord message) {
    var json = new JsonObject();
    json.addProperty("sid", message.sid());
    json.addProperty("index", message.index());
    json.addProperty("conversation_sid", message.conversationSid());
    json.addProperty("body", message.body());
    json.addProperty("author", message.author());
    json.addProperty("attributes", message.attributes());
    json.addProperty("participant_sid", message.participantSid().orElse(null));
    json.addProperty("subject", message.subject().orElse(null));
    time(json, "date_created", message.created());
    time(json, "date_updated", message.updated());
    return json;
  }

  static JsonObject participant(MemberRecord member, String serviceSid) {
    var json = new JsonObject();
    json.addProperty("sid", member.sid());
    json.addProperty("chat_service_sid", serviceSid);
    json.addProperty("conversation_sid", member.conversationSid());
    json.addProperty("identity", member.identity());
    json.addProperty("attributes", member.attributes());
    json.addProperty("last_read_message_index", member.lastRead().orElse(null));
    json.add("messaging_binding", JsonNull.INSTANCE);
    time(json, "date_created", member.created());
    time(json, "date_updated", member.updated());
    return json;
  }

  static JsonObject user(HostedUser user) {
    UserRecord described = user.describe();
    var json = new JsonObject();
    json.addProperty("sid", described.sid());
    json.addProperty("identity", described.identity());
    json.addProperty("friendly_name", described.friendlyName());
    json.addProperty("attributes", described.attributes());
    json.addProperty("is_online", described.online());
    json.addProperty("is_notifiable", false);
    time(json, "date_created", described.created());
    time(json, "date_updated", described.updated());
    var objects = new JsonObject();
    objects.addProperty("user_info_map", user.infoName());
    json.add("sync_objects", objects);
    return json;
  }

  private static void time(JsonObject json, String name, Instant time) {
    json.addProperty(name, SyncTime.format(time));
  }
}
