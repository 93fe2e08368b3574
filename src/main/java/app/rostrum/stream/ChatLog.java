package app.rostrum.stream;

import app.rostrum.sdk.conversations.Conversation;
import app.rostrum.sdk.conversations.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The known messages of a chat: those that the service has, by its index, and this person's own
 * that are being sent or have failed. Bounded, whatever the service sends. On the loop only.
 */
final class ChatLog {
  /** The number of messages that are kept; the oldest are dropped. */
  static final int KEPT = 2000;

  /** The number of messages that may be unsent: on their way or failed. */
  static final int OUTGOING = 100;

  /** The longest text that is shown; only other clients can send a longer one, which is cut. */
  static final int LONGEST = 4 * Chat.MAX_LENGTH;

  private static final int LONGEST_NAME = 256;

  /** A message, from the time it is written. */
  static final class Entry {
    final long id;
    private final String author;
    private final boolean own;
    private String text;
    private Instant at;
    private boolean edited;
    private Chat.Delivery delivery;

    /** Identifies a message on its way to the service. */
    final String mutationId;

    private @Nullable Message message;

    /** The new text while an edit is under way. */
    private @Nullable String editing;

    private boolean removing;

    Entry(long id, String author, boolean own, String text, Instant at, String mutationId) {
      this.id = id;
      this.author = author;
      this.own = own;
      this.text = text;
      this.at = at;
      this.mutationId = mutationId;
      this.delivery = Chat.Delivery.SENDING;
    }

    String text() {
      return text;
    }

    Chat.Delivery delivery() {
      return delivery;
    }

    /** Returns the message of the service, once it has it. */
    Optional<Message> message() {
      return Optional.ofNullable(message);
    }

    private void take(Message now) {
      message = now;
      text = cut(now.body(), LONGEST);
      at = now.created();
      edited = now.edited();
      delivery = Chat.Delivery.SENT;
    }

    private Chat.Message shown() {
      return new Chat.Message(
          id,
          author,
          own,
          editing == null ? text : editing,
          at,
          edited || editing != null,
          delivery);
    }
  }

  private final String self;
  private final TreeMap<Long, Entry> sent = new TreeMap<>();
  private final Map<Long, Entry> outgoing = new LinkedHashMap<>();
  private long lastId;
  private long readUpTo = -1;
  private boolean readKnown;
  private boolean earlierExist;
  private @Nullable List<Chat.Message> snapshot = List.of();

  ChatLog(String self) {
    this.self = self;
  }

  // From the service.

  /** Takes the newest messages when the conversation has been opened, the first time or again. */
  void opened(Conversation.Page page, Optional<Long> lastRead) {
    if (!page.earlierExist()) {
      earlierExist = false;
      keepOnly(Long.MIN_VALUE, page);
    } else if (!page.messages().isEmpty()) {
      long first = page.messages().getFirst().index();
      if (sent.isEmpty() || sent.lastKey() < first - 1) {
        sent.clear(); // The messages in between are not known.
        earlierExist = true;
      }
      keepOnly(first, page);
    }
    page.messages().forEach(this::added);
    if (!readKnown) {
      readKnown = true;
      readUpTo = lastRead.orElse(newest());
    }
    lastRead.ifPresent(index -> readUpTo = Math.max(readUpTo, index));
    snapshot = null;
  }

  /** Drops the messages in the range of a page that are not on it: they have been removed. */
  private void keepOnly(long first, Conversation.Page page) {
    var listed = new HashSet<Long>();
    page.messages().forEach(message -> listed.add(message.index()));
    sent.tailMap(first, true).keySet().retainAll(listed);
  }

  /** Takes a message; a known one is updated. */
  void added(Message message) {
    if (message.index() < 0) {
      return;
    }
    Entry entry = sent.get(message.index());
    if (entry == null) {
      boolean own = message.author().equals(self);
      entry = own ? arrived(message) : null;
      if (entry == null) {
        String author = cut(message.author(), LONGEST_NAME);
        entry = new Entry(++lastId, author, own, "", message.created(), "");
      }
      sent.put(message.index(), entry);
      if (sent.size() > KEPT) {
        sent.pollFirstEntry();
        earlierExist = true;
      }
    }
    entry.take(message);
    snapshot = null;
  }

  /** Removes and returns the entry of a message that was on its way or was thought lost. */
  private @Nullable Entry arrived(Message message) {
    String mutation = message.mutationId().orElse("");
    if (mutation.isEmpty()) {
      return null;
    }
    for (Entry waiting : outgoing.values()) {
      if (waiting.mutationId.equals(mutation)) {
        outgoing.remove(waiting.id);
        return waiting;
      }
    }
    return null;
  }

  void updated(Message message) {
    Entry entry = sent.get(message.index());
    if (entry != null) {
      entry.take(message);
      entry.editing = null;
      snapshot = null;
    }
  }

  void removed(long index) {
    if (sent.remove(index) != null) {
      snapshot = null;
    }
  }

  /** Takes a page of older messages. */
  void earlier(Conversation.Page page) {
    for (Message message : page.messages()) {
      if (sent.size() < KEPT) {
        added(message);
      }
    }
    earlierExist = page.earlierExist();
    snapshot = null;
  }

  // From this person.

  /** Adds a message to be sent; empty if too many are unsent. */
  Optional<Entry> write(String text, Instant now, String mutationId) {
    if (outgoing.size() >= OUTGOING) {
      return Optional.empty();
    }
    var entry = new Entry(++lastId, self, true, text, now, mutationId);
    outgoing.put(entry.id, entry);
    snapshot = null;
    return Optional.of(entry);
  }

  /** Returns a message that is on its way or has failed. */
  Optional<Entry> outgoing(long id) {
    return Optional.ofNullable(outgoing.get(id));
  }

  /** Returns the messages on their way, in the order of writing. */
  List<Entry> sending() {
    return outgoing.values().stream().filter(e -> e.delivery == Chat.Delivery.SENDING).toList();
  }

  void failed(long id) {
    deliver(id, Chat.Delivery.FAILED);
  }

  void sendingAgain(long id) {
    deliver(id, Chat.Delivery.SENDING);
  }

  private void deliver(long id, Chat.Delivery delivery) {
    Entry entry = outgoing.get(id);
    if (entry != null) {
      entry.delivery = delivery;
      snapshot = null;
    }
  }

  /** Removes a message that has failed; returns false if there is none of that ID. */
  boolean discard(long id) {
    Entry entry = outgoing.get(id);
    if (entry == null || entry.delivery != Chat.Delivery.FAILED) {
      return false;
    }
    outgoing.remove(id);
    snapshot = null;
    return true;
  }

  /** Returns a message by this person that the service has. */
  Optional<Entry> own(long id) {
    return sent.values().stream().filter(e -> e.id == id && e.own && !e.removing).findFirst();
  }

  /** Shows the new text of an edit that is under way. */
  void editing(Entry entry, String text) {
    entry.editing = text;
    snapshot = null;
  }

  /** Hides a message that is being removed. */
  void removing(Entry entry) {
    entry.removing = true;
    snapshot = null;
  }

  /** Shows a message as the service has it again, after an edit or a removal has failed. */
  void unchanged(long id) {
    for (Entry entry : sent.values()) {
      if (entry.id == id) {
        entry.editing = null;
        entry.removing = false;
        snapshot = null;
      }
    }
  }

  // Reading.

  /** Counts all known messages as read. */
  void readAll() {
    readUpTo = Math.max(readUpTo, newest());
  }

  /** Returns the oldest known index; -1 if there is none. */
  long oldest() {
    return sent.isEmpty() ? -1 : sent.firstKey();
  }

  /** Returns the newest known index; -1 if there is none. */
  long newest() {
    return sent.isEmpty() ? -1 : sent.lastKey();
  }

  boolean earlierExist() {
    return earlierExist && sent.size() < KEPT && !sent.isEmpty();
  }

  int unread() {
    return (int)
        sent.tailMap(readUpTo, false).values().stream().filter(e -> !e.own && !e.removing).count();
  }

  /** Returns all messages in the order shown; the same list until something changes. */
  List<Chat.Message> messages() {
    List<Chat.Message> made = snapshot;
    if (made == null) {
      var all = new ArrayList<Chat.Message>(sent.size() + outgoing.size());
      sent.values().stream().filter(e -> !e.removing).map(Entry::shown).forEach(all::add);
      for (Chat.Delivery delivery : List.of(Chat.Delivery.SENDING, Chat.Delivery.FAILED)) {
        outgoing.values().stream()
            .filter(e -> e.delivery == delivery)
            .map(Entry::shown)
            .forEach(all::add);
      }
      made = List.copyOf(all);
      snapshot = made;
    }
    return made;
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return text.substring(0, end) + "…";
  }
}
