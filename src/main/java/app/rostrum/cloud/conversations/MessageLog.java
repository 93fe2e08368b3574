package app.rostrum.cloud.conversations;

import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.HostedList;
import app.rostrum.cloud.sync.ListItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one conversation: a Sync list, and which of its items has which SID. What returns
 * is on disk. Used under the conversation's lock, but for reading by index.
 */
final class MessageLog {
  private final String conversationSid;
  private final HostedList list;
  private final Map<String, Long> indexBySid = new HashMap<>();
  private final TreeMap<Long, String> sidByIndex = new TreeMap<>();

  /** Reads what is stored. */
  MessageLog(String conversationSid, HostedList list) {
    this.conversationSid = conversationSid;
    this.list = list;
    list.items().forEach(item -> enter(message(item)));
  }

  private void enter(MessageRecord message) {
    indexBySid.put(message.sid(), message.index());
    sidByIndex.put(message.index(), message.sid());
  }

  private MessageRecord message(ListItem item) {
    return ChatJson.message(conversationSid, item.index(), item.data(), item.created());
  }

  HostedList list() {
    return list;
  }

  /** Stores a message, which gets its index by that. */
  MessageRecord append(MessageRecord message) {
    MessageRecord stored = message(list.append(Caller.BACKEND, ChatJson.item(message), null));
    enter(stored);
    return stored;
  }

  /** By SID; refused if there is none. */
  MessageRecord get(String sid) {
    Long index = indexBySid.get(sid);
    if (index == null) {
      throw ConversationRefusal.notFound("/Messages/" + sid);
    }
    return message(list.item(Caller.BACKEND, index));
  }

  /** Stores a message in place of what it was. */
  void replace(MessageRecord message) {
    var unused = list.update(Caller.BACKEND, message.index(), ChatJson.item(message), null, null);
  }

  /** Takes a message away; its index is not given again. */
  void remove(MessageRecord message) {
    var unused = list.remove(Caller.BACKEND, message.index(), null);
    indexBySid.remove(message.sid());
    sidByIndex.remove(message.index());
  }

  @Nullable MessageRecord last() {
    ListItem item = list.last();
    return item == null ? null : message(item);
  }

  /**
   * Messages in the order of their indexes.
   *
   * @param from the index to begin with, null for the end that comes first
   */
  List<MessageRecord> read(@Nullable Long from, boolean descending, int limit) {
    return list.items(Caller.BACKEND, from, true, descending, limit).stream()
        .map(this::message)
        .toList();
  }

  int count() {
    return list.count();
  }

  /** How many messages come after an index. */
  int countAfter(long index) {
    return sidByIndex.tailMap(index, false).size();
  }
}
