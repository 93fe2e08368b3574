package app.rostrum.bot;

import app.rostrum.stream.Chat;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Prints the events of a chat: changes of its access, and each message once, when the service has
 * it or when it could not be sent.
 */
final class BotChat {
  private final BiConsumer<String, Map<String, ?>> print;
  private final Set<Long> printed = new HashSet<>();
  private Chat shown = Chat.OFF;

  /**
   * @param print prints an event, given its name and fields
   */
  BotChat(BiConsumer<String, Map<String, ?>> print) {
    this.print = print;
  }

  void take(Chat chat) {
    if (chat.access() != shown.access()) {
      print.accept("chat", Map.of("access", chat.access().name()));
    }
    if (chat.messages() != shown.messages()) {
      take(chat.messages());
    }
    shown = chat;
  }

  private void take(List<Chat.Message> messages) {
    var known = new HashSet<Long>();
    for (Chat.Message message : messages) {
      boolean settled = message.delivery() != Chat.Delivery.SENDING;
      if (settled) {
        known.add(message.id());
      }
      if (settled && printed.add(message.id())) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("from", message.author());
        fields.put("own", message.own());
        fields.put("text", message.text());
        fields.put("at", message.at().toString());
        print.accept(
            message.delivery() == Chat.Delivery.SENT ? "message" : "message-failed", fields);
      }
    }
    // Messages no longer shown do not return, and a message sent again is printed again.
    printed.retainAll(known);
  }
}
