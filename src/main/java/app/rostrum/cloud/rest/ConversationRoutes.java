package app.rostrum.cloud.rest;

import app.rostrum.cloud.conversations.Conversations;
import com.google.gson.JsonObject;
import java.time.Instant;

/** The routes of the Conversations API, and what its resources share. */
record ConversationRoutes(RestRouter router, Conversations conversations, String accountSid) {
  static final String SERVICE = "/v1/Services/{service}";
  static final String CONVERSATION = SERVICE + "/Conversations/{conversation}";
  private static final String BASE = "https://conversations.twilio.com";

  /** Adds a resource. */
  void on(String method, String pattern, RestRouter.Resource resource) {
    router.on("conversations", method, pattern, resource);
  }

  /** Creates a page of the list that the request asks for. */
  static Page page(RestRequest request, String key) {
    return new Page(request, key, BASE + request.resourcePath());
  }

  static String url(String serviceSid) {
    return BASE + "/v1/Services/" + serviceSid;
  }

  static String conversationUrl(String serviceSid, String conversationSid) {
    return url(serviceSid) + "/Conversations/" + conversationSid;
  }

  /** Creates a resource with the fields that all of them have. */
  JsonObject resource(String sid, String url, Instant created, Instant updated) {
    var json = new JsonObject();
    json.addProperty("sid", sid);
    json.addProperty("account_sid", accountSid);
    json.addProperty("url", url);
    JsonTime.addDates(json, created, updated);
    return json;
  }
}
