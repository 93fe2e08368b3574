package app.rostrum.cloud.conversations;

import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.CollectionItem;
import app.rostrum.cloud.sync.HostedList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one conversation: a Sync list, indexed by SID. Changes are on disk when they
 * return. Used under the conversation's lock, except for {@link #read}.
 */
final class MessageLog {
  private final String conversationSid;
  private final HostedList list;
  private final Map<String, Long> indexBySid = new HashMap<>();
  private final TreeMap<Long, String> sidByIndex = new TreeMap<>();

  /** Reads the stored messages. */
  MessageLog(String conversationSid, HostedList list) {
    this.conversationSid = conversationSid;
    this.list = list;
    list.items().forEach(item -> index(message(item)));
  }

  private void index(MessageRecord message) {
    indexBySid.put(message.sid(), message.index());
    sidByIndex.put(message.index(), message.sid());
  }

  private MessageRecord message(CollectionItem<Long> item) {
    return ChatJson.message(conversationSid, item.position(), item.data(), item.created());
  }

  HostedList list() {
    return list;
  }

  /** Stores a message and returns it with its index. */
  MessageRecord append(MessageRecord message) {
    MessageRecord stored = message(list.append(Caller.BACKEND, ChatJson.item(message), null));
    index(stored);
    return stored;
  }

  /** Returns a message by SID; throws a refusal if there is none. */
  MessageRecord get(String sid) {
    Long index = indexBySid.get(sid);
    if (index == null) {
      throw ChatRefusals.notFound("/Messages/" + sid);
    }
    return message(list.item(Caller.BACKEND, index));
  }

  /** Stores a changed message. */
  void replace(MessageRecord message) {
    var unused = list.update(Caller.BACKEND, message.index(), ChatJson.item(message), null, null);
  }

  /** Removes a message. Its index is not used a second time. */
  void remove(MessageRecord message) {
    var unused = list.remove(Caller.BACKEND, message.index(), null);
    indexBySid.remove(message.sid());
    sidByIndex.remove(message.index());
  }

  @Nullable MessageRecord last() {
    CollectionItem<Long> item = list.last();
    return item == null ? null : message(item);
  }

  /**
   * Reads messages in the order of their indexes.
   *
   * @param from the index to begin with; null for the first one in that order
   */
  List<MessageRecord> read(@Nullable Long from, boolean descending, int limit) {
    return list.items(Caller.BACKEND, from, true, descending, limit).stream()
        .map(this::message)
        .toList();
  }

  int count() {
    return list.count();
  }

  /** Counts the messages after an index. */
  int countAfter(long index) {
    return sidByIndex.tailMap(index, false).size();
  }
}
