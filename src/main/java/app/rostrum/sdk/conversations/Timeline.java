package app.rostrum.sdk.conversations;

import app.rostrum.sdk.sync.SyncList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a list's pages and events into the calls that a {@link Conversation.Listener} expects: each
 * message once, in the order of the index. A replay has only the newest write of each message, in
 * the order of the writes; where it leaves a gap, the missing items are fetched from the list. On
 * the client's thread.
 */
final class Timeline implements SyncList.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Timeline.class);
  private static final int PAGE = 99;
  private static final int MAX_PAGES = 100;
  private static final int MARKS = 1000;

  /** Receives the changes of the messages. */
  interface Listener {
    void onAdded(Message message);

    void onUpdated(Message message);

    void onRemoved(long index);

    /** A message was stored twice. This is the second one, for which no other call is made. */
    void onDuplicate(Message message);

    void onListRemoved();
  }

  /** A change that overtook the page with its item; without an item if it was removed. */
  private record Change(long eventId, SyncList.@Nullable Item item) {}

  private final Listener listener;
  private final List<Runnable> beforeNewest = new ArrayList<>();

  /** The event ids of messages that were read from pages; their events may still come. */
  private final Map<Long, Long> eventsRead = bounded(MARKS);

  private final Map<Long, Change> changes = new HashMap<>();
  private final Map<String, Long> marks = bounded(MARKS);
  private @Nullable SyncList list;
  private boolean begun;
  private int pagesUnderWay;
  private long newest = -1;

  /** The items that wait until a gap is filled; null if none is being filled. */
  private @Nullable TreeMap<Long, SyncList.Item> waiting;

  private boolean ended;

  Timeline(Listener listener) {
    this.listener = listener;
  }

  private static <K, V> Map<K, V> bounded(int size) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > size;
      }
    };
  }

  /** Reads the newest messages. Events that come meanwhile wait for {@link #begin}. */
  CompletableFuture<Conversation.Page> open(SyncList opened, int size) {
    list = opened;
    return opened
        .page(null, true, size)
        .thenApply(
            page -> {
              for (SyncList.Item item : page.items()) {
                newest = Math.max(newest, item.index());
                eventsRead.put(item.index(), item.eventId());
              }
              return read(page, page.items());
            });
  }

  /** Delivers the events that came since the newest messages were read, and all later ones. */
  void begin() {
    begun = true;
    beforeNewest.forEach(Runnable::run);
    beforeNewest.clear();
  }

  void end() {
    ended = true;
  }

  /** Returns the highest known index. */
  long newest() {
    return newest;
  }

  @Override
  public void onItem(SyncList.Item item, boolean added) {
    if (!begun) {
      beforeNewest.add(() -> onItem(item, added));
      return;
    }
    if (ended || item.index() < 0 || item.eventId() <= eventRead(item.index())) {
      return;
    }
    changed(item.index(), new Change(item.eventId(), item));
    if (waiting != null && item.index() > newest) {
      waiting.put(item.index(), item);
    } else if (item.index() <= newest) {
      listener.onUpdated(ConversationFields.message(item.index(), item.data()));
    } else if (item.index() == newest + 1) {
      add(item);
    } else {
      waiting = new TreeMap<>(Map.of(item.index(), item));
      fill(newest, 1);
    }
  }

  private long eventRead(long index) {
    return eventsRead.getOrDefault(index, Long.MIN_VALUE);
  }

  @Override
  public void onItemRemoved(long index, long eventId) {
    if (!begun) {
      beforeNewest.add(() -> onItemRemoved(index, eventId));
      return;
    }
    if (ended || index < 0 || eventId <= eventRead(index)) {
      return;
    }
    changed(index, new Change(eventId, null));
    if (waiting != null && index > newest) {
      waiting.remove(index);
    } else if (index <= newest) {
      listener.onRemoved(index);
    }
    // A message that was added and removed during the gap is not reported at all.
  }

  @Override
  public void onRemoved() {
    if (!ended) {
      listener.onListRemoved();
    }
  }

  private void changed(long index, Change change) {
    if (pagesUnderWay > 0) {
      changes.put(index, change);
    }
  }

  private void add(SyncList.Item item) {
    newest = item.index();
    Message message = ConversationFields.message(item.index(), item.data());
    if (!isDuplicate(message)) {
      listener.onAdded(message);
    }
  }

  /**
   * Returns whether a message with this mark was seen under another index: a service that does not
   * compare marks stores a message twice that is sent twice.
   */
  private boolean isDuplicate(Message message) {
    if (message.mutationId().isEmpty()) {
      return false;
    }
    String mark = message.author() + '\n' + message.mutationId().get();
    Long seen = marks.putIfAbsent(mark, message.index());
    if (seen == null || seen == message.index()) {
      return false;
    }
    listener.onDuplicate(message);
    return true;
  }

  /** Fetches all items after an index and delivers them in order. */
  private void fill(long after, int number) {
    page(after < 0 ? null : after, false, PAGE)
        .whenComplete(
            (page, failure) -> {
              TreeMap<Long, SyncList.Item> found = waiting;
              if (ended || found == null) {
                return;
              }
              if (failure != null) {
                LOG.info("missing messages could not be fetched: {}", failure.toString());
              } else {
                for (SyncList.Item item : page.items()) {
                  found.merge(item.index(), item, Timeline::newer);
                  eventsRead.put(item.index(), item.eventId());
                }
                if (page.more() && !page.items().isEmpty() && number < MAX_PAGES) {
                  fill(page.items().getLast().index(), number + 1);
                  return;
                }
              }
              waiting = null;
              found.tailMap(newest, false).values().forEach(this::add);
            });
  }

  private static SyncList.Item newer(SyncList.Item one, SyncList.Item other) {
    return one.eventId() >= other.eventId() ? one : other;
  }

  /** Reads messages before an index. */
  CompletableFuture<Conversation.Page> earlier(long index, int size) {
    return page(index, true, size).thenApply(page -> read(page, page.items()));
  }

  /** Searches for a message by its mark, after an index. */
  CompletableFuture<Optional<Message>> find(String author, String mutationId, long after) {
    return find(author, mutationId, after, 1);
  }

  private CompletableFuture<Optional<Message>> find(
      String author, String mutationId, long after, int number) {
    return page(after < 0 ? null : after, false, PAGE)
        .thenCompose(
            page -> {
              for (SyncList.Item item : page.items()) {
                Message message = ConversationFields.message(item.index(), item.data());
                if (message.author().equals(author)
                    && message.mutationId().filter(mutationId::equals).isPresent()) {
                  return CompletableFuture.completedFuture(Optional.of(message));
                }
              }
              return page.more() && !page.items().isEmpty() && number < MAX_PAGES
                  ? find(author, mutationId, page.items().getLast().index(), number + 1)
                  : CompletableFuture.completedFuture(Optional.empty());
            });
  }

  /** Fetches a page, corrected by the changes that came meanwhile. */
  private CompletableFuture<SyncList.Page> page(
      @Nullable Long beyond, boolean descending, int size) {
    SyncList open = list;
    if (open == null) {
      return CompletableFuture.failedFuture(new ConversationsException(0, 0, "not open"));
    }
    pagesUnderWay++;
    return open.page(beyond, descending, size)
        .whenComplete(
            (page, failure) -> {
              pagesUnderWay--;
            })
        .thenApply(
            page -> {
              var current = new ArrayList<SyncList.Item>();
              for (SyncList.Item item : page.items()) {
                Change change = changes.get(item.index());
                if (change == null || change.eventId() <= item.eventId()) {
                  current.add(item);
                } else if (change.item() != null) {
                  current.add(change.item());
                }
              }
              if (pagesUnderWay == 0) {
                changes.clear();
              }
              return new SyncList.Page(List.copyOf(current), page.more());
            });
  }

  private Conversation.Page read(SyncList.Page page, List<SyncList.Item> items) {
    List<Message> messages =
        items.stream()
            .filter(item -> item.index() >= 0)
            .sorted(Comparator.comparingLong(SyncList.Item::index))
            .map(item -> ConversationFields.message(item.index(), item.data()))
            .filter(message -> !isDuplicate(message))
            .toList();
    return new Conversation.Page(messages, page.more());
  }
}
