package app.rostrum.sdk.conversations;

import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;

/**
 * The service's addresses and object names (protocol note, section 5). They are opaque.
 *
 * @param myConversations the address of the user's conversations
 * @param conversations the address of all conversations
 * @param typing the address for typing indications; may be empty
 * @param myConversationsMap the name of the Sync map of the user's conversations; may be empty
 */
record Configuration(
    String identity,
    String myConversations,
    String conversations,
    String typing,
    String myConversationsMap) {

  /**
   * Reads the answer to the configuration request.
   *
   * @throws ConversationsException if a required link is missing
   */
  static Configuration parse(JsonObject json) {
    JsonObject links = ConversationFields.object(json, "links");
    JsonObject names = ConversationFields.object(json, "sync_objects");
    return new Configuration(
        JsonFields.text(json, "identity", ""),
        link(links, "my_conversations"),
        link(links, "conversations"),
        JsonFields.text(links, "typing", ""),
        JsonFields.text(names, "my_conversations", ""));
  }

  private static String link(JsonObject links, String name) {
    String link = JsonFields.text(links, name, "");
    if (!link.startsWith("https://") && !link.startsWith("http://")) {
      throw new ConversationsException(0, 0, "the configuration has no link to " + name);
    }
    return link;
  }
}
