package app.rostrum.sdk.conversations;

import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;

/**
 * Where the service has its things (protocol note, section 5). All of it is opaque.
 *
 * @param myConversations address of this end's conversations
 * @param conversations address of all conversations
 * @param typing where typing is told
 * @param myConversationsMap name of the Sync map of this end's conversations; may be empty
 */
record Configuration(
    String identity,
    String myConversations,
    String conversations,
    String typing,
    String myConversationsMap) {

  /**
   * Reads the answer.
   *
   * @throws ConversationsException if it lacks what a client cannot do without
   */
  static Configuration parse(JsonObject json) {
    JsonObject links = Fields.object(json, "links");
    JsonObject names = Fields.object(json, "sync_objects");
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
