package app.rostrum.sdk.conversations;

import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.sdk.sync.SyncDocument;
import app.rostrum.sdk.sync.SyncList;
import app.rostrum.sdk.sync.SyncMap;
import app.rostrum.wire.sync.SyncPath;
import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A conversation as its client sees it: three Sync objects and the commands that change them. */
final class OpenConversation implements Conversation {
  private static final Logger LOG = LoggerFactory.getLogger(OpenConversation.class);
  private static final long TYPING_SECONDS = 5;
  private static final int MAX_PAGE = 98;

  /** What conversations of one client share. */
  record House(
      SyncClient sync,
      Commands commands,
      Configuration configuration,
      Duration patience,
      Map<String, Long> doubtful) {}

  private final House house;
  private final String sid;
  private final String uniqueName;
  private final Conversation.Listener listener;
  private final Consumer<OpenConversation> onOver;
  private final Timeline timeline = new Timeline(new Heard());
  private final Typists typists;
  private final Outbox outbox;
  private final List<AutoCloseable> objects = new ArrayList<>();
  private String rosterName;
  private volatile State state = State.ACTIVE;
  private volatile Page newest = new Page(List.of(), false);
  private volatile OptionalLong lastRead;
  private @Nullable CompletableFuture<SyncMap> roster;
  private boolean announced;
  private boolean over;
  private long typingFrom = Long.MIN_VALUE;
  private boolean typingKnown;
  private boolean telling;
  private long readWanted = -1;
  private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);

  /**
   * @param described the answer to asking for one's own conversation (protocol note, section 8.1)
   * @param onOver when nothing more is to be expected
   */
  OpenConversation(
      House house,
      JsonObject described,
      Conversation.Listener listener,
      Consumer<OpenConversation> onOver) {
    this.house = house;
    this.listener = listener;
    this.onOver = onOver;
    String given = JsonFields.text(described, "conversation_sid");
    this.sid = given == null ? JsonFields.text(described, "sid", "") : given;
    if (sid.isEmpty()) {
      throw new ConversationsException(0, 0, "the conversation has no SID");
    }
    this.uniqueName = JsonFields.text(described, "unique_name", "");
    this.lastRead = Fields.number(described, "last_read_message_index");
    this.rosterName =
        JsonFields.text(Fields.object(described, "sync_objects"), "participants", sid + ".roster");
    this.typists =
        new Typists(
            house.sync(),
            typing -> {
              if (announced && !over) {
                tell(() -> listener.onTyping(typing));
              }
            });
    this.outbox =
        new Outbox(
            house.sync(),
            house.commands(),
            timeline,
            house.configuration().identity(),
            address() + "/Messages",
            house.patience(),
            house.doubtful());
  }

  private String address() {
    return house.configuration().conversations() + "/" + SyncPath.encode(sid);
  }

  private String myAddress() {
    return house.configuration().myConversations() + "/" + SyncPath.encode(sid);
  }

  /** Opens the document and the list and reads the newest messages. */
  CompletableFuture<Conversation> open(JsonObject described, int pageSize) {
    JsonObject names = Fields.object(described, "sync_objects");
    String document = JsonFields.text(names, "conversation", sid + ".channel");
    String usualList = JsonFields.text(names, "messages", sid + ".messages");
    return house
        .sync()
        .openDocument(document, new Ground())
        .thenCompose(
            open -> {
              keep(open);
              JsonObject data = open.data();
              rosterName = JsonFields.text(data, "roster", rosterName);
              return house.sync().openList(JsonFields.text(data, "messages", usualList), timeline);
            })
        .thenCompose(
            (SyncList open) -> {
              keep(open);
              return timeline.open(open, Math.clamp(pageSize, 1, MAX_PAGE));
            })
        .thenApply(
            page -> {
              if (over) {
                throw new ConversationsException(404, 0, "over while opening");
              }
              newest = page;
              return (Conversation) this;
            })
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                end();
              }
            });
  }

  private void keep(AutoCloseable object) {
    if (over) {
      closeNow(object);
    } else {
      objects.add(object);
    }
  }

  /** The opener has it: from now on it is told what happens. */
  void announce() {
    announced = true;
    if (!over) {
      timeline.begin();
    }
  }

  // What the service says.

  private final class Ground implements SyncDocument.Listener {
    @Override
    public void onData(JsonObject data) {
      Fields.state(data)
          .filter(now -> now != state)
          .ifPresent(
              now -> {
                state = now;
                if (announced && !over) {
                  tell(() -> listener.onState(now));
                }
              });
    }

    @Override
    public void onRemoved() {
      objectGone();
    }
  }

  private final class Heard implements Timeline.Ears {
    @Override
    public void added(Message message) {
      typists.ended(message.author());
      if (isOwn(message)) {
        outbox.heard(message);
      }
      tell(() -> listener.onMessageAdded(message));
    }

    @Override
    public void updated(Message message) {
      tell(() -> listener.onMessageUpdated(message));
    }

    @Override
    public void removed(long index) {
      tell(() -> listener.onMessageRemoved(index));
    }

    @Override
    public void doubled(Message message) {
      LOG.info("message {} of {} was stored twice", message.index(), sid);
      if (isOwn(message)) {
        var unused = remove(message);
      }
    }

    @Override
    public void listRemoved() {
      objectGone();
    }
  }

  private boolean isOwn(Message message) {
    return message.author().equals(house.configuration().identity());
  }

  /** One of its objects is gone: why, the service has to say. */
  private void objectGone() {
    if (over) {
      return;
    }
    house
        .commands()
        .get(myAddress())
        .whenComplete(
            (found, failure) ->
                ended(
                    failure == null
                        ? Ending.LOST
                        : switch (Commands.of(failure).status()) {
                          case 403 -> Ending.REMOVED;
                          case 404 -> Ending.DELETED;
                          default -> Ending.LOST;
                        }));
  }

  void ended(Ending ending) {
    if (over) {
      return;
    }
    boolean tells = announced;
    end();
    if (tells) {
      tell(() -> listener.onEnded(ending));
    }
  }

  void typingHeard(String identity, long seconds) {
    if (!over && !identity.equals(house.configuration().identity())) {
      typists.started(identity, seconds);
    }
  }

  private static void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("a listener of a conversation failed", e);
    }
  }

  // What this end does.

  private <T> CompletableFuture<T> run(Supplier<CompletableFuture<T>> task) {
    var result = new CompletableFuture<T>();
    house
        .sync()
        .execute(
            () -> {
              if (over) {
                result.completeExceptionally(new ConversationsException(0, 0, "closed"));
                return;
              }
              task.get()
                  .whenComplete(
                      (value, failure) -> {
                        if (failure == null) {
                          result.complete(value);
                        } else {
                          result.completeExceptionally(Commands.of(failure));
                        }
                      });
            });
    return result;
  }

  @Override
  public String sid() {
    return sid;
  }

  @Override
  public String uniqueName() {
    return uniqueName;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public Page newest() {
    return newest;
  }

  @Override
  public CompletableFuture<Page> earlier(long index, int size) {
    return run(() -> timeline.earlier(index, Math.clamp(size, 1, MAX_PAGE)));
  }

  @Override
  public CompletableFuture<Message> send(String mutationId, String body) {
    return run(() -> outbox.send(mutationId, body));
  }

  @Override
  public CompletableFuture<Void> edit(Message message, String body) {
    var json = new JsonObject();
    json.addProperty("body", body);
    return run(() -> house.commands().postAgain(address(message), json).thenApply(done -> null));
  }

  @Override
  public CompletableFuture<Void> remove(Message message) {
    return run(() -> house.commands().delete(address(message)).thenApply(done -> null));
  }

  private String address(Message message) {
    return address() + "/Messages/" + SyncPath.encode(message.sid());
  }

  @Override
  public void typing() {
    house.sync().execute(this::tellTyping);
  }

  private void tellTyping() {
    long now = System.nanoTime();
    if (over
        || telling
        || house.configuration().typing().isEmpty()
        || (typingKnown && now - typingFrom < 0)) {
      return;
    }
    telling = true;
    typingKnown = true;
    typingFrom = now + Duration.ofSeconds(TYPING_SECONDS).toNanos();
    house
        .commands()
        .postForm(house.configuration().typing(), "ChannelSid=" + SyncPath.encode(sid))
        .whenComplete(
            (answer, failure) -> {
              telling = false;
              if (failure == null) {
                long seconds = Fields.number(answer, "typing_timeout").orElse(TYPING_SECONDS);
                typingFrom = now + Duration.ofSeconds(Math.clamp(seconds, 1, 60)).toNanos();
              }
            });
  }

  @Override
  public OptionalLong lastReadMessageIndex() {
    return lastRead;
  }

  @Override
  public CompletableFuture<Void> setLastReadMessageIndex(long index) {
    return run(
        () -> {
          boolean underWay = readWanted >= 0;
          readWanted = index;
          lastRead = OptionalLong.of(index);
          if (!underWay) {
            reading = tellRead();
          }
          return reading.copy();
        });
  }

  /** Tells the newest wish, and again if there was a newer one meanwhile. */
  private CompletableFuture<Void> tellRead() {
    long told = readWanted;
    var json = new JsonObject();
    json.addProperty("last_read_message_index", told);
    return house
        .commands()
        .postAgain(myAddress(), json)
        .handle(
            (answer, failure) -> {
              if (readWanted != told) {
                return tellRead();
              }
              readWanted = -1;
              return failure == null
                  ? CompletableFuture.<Void>completedFuture(null)
                  : CompletableFuture.<Void>failedFuture(failure);
            })
        .thenCompose(result -> result);
  }

  @Override
  public CompletableFuture<OptionalLong> unreadMessagesCount() {
    return run(
        () ->
            house
                .commands()
                .get(myAddress())
                .thenApply(json -> Fields.number(json, "unread_messages_count")));
  }

  @Override
  public CompletableFuture<List<Participant>> participants() {
    return run(
        () -> {
          CompletableFuture<SyncMap> open = roster;
          if (open == null || open.isCompletedExceptionally()) {
            var members = new Members();
            open = house.sync().openMap(rosterName, members);
            roster = open;
            open.thenAccept(
                map -> {
                  members.known = true;
                  keep(map);
                });
          }
          return open.thenApply(OpenConversation::participants);
        });
  }

  private static List<Participant> participants(SyncMap map) {
    return map.items().entrySet().stream()
        .flatMap(item -> Fields.participant(item.getKey(), item.getValue().data()).stream())
        .toList();
  }

  private final class Members implements SyncMap.Listener {
    private final Map<String, Participant> members = new HashMap<>();
    boolean known;

    @Override
    public void onItem(String key, SyncMap.Item item) {
      Fields.participant(key, item.data())
          .ifPresent(
              now -> {
                Participant before = members.put(key, now);
                if (!known || over || now.equals(before)) {
                  return;
                }
                tell(
                    () -> {
                      if (before == null) {
                        listener.onParticipantJoined(now);
                      } else {
                        listener.onParticipantUpdated(now);
                      }
                    });
              });
    }

    @Override
    public void onItemRemoved(String key) {
      Participant gone = members.remove(key);
      if (gone != null && known && !over) {
        tell(() -> listener.onParticipantLeft(gone));
      }
    }

    @Override
    public void onRemoved() {
      LOG.debug("the roster of {} is gone", sid);
    }
  }

  @Override
  public void close() {
    house.sync().execute(this::end);
  }

  /** Nothing more is told. */
  void end() {
    if (over) {
      return;
    }
    over = true;
    timeline.end();
    typists.clear();
    outbox.close();
    objects.forEach(OpenConversation::closeNow);
    objects.clear();
    onOver.accept(this);
  }

  private static void closeNow(AutoCloseable object) {
    try {
      object.close();
    } catch (Exception e) {
      LOG.warn("a Sync object could not be closed", e);
    }
  }
}
