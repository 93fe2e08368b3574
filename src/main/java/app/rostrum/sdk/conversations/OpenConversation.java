package app.rostrum.sdk.conversations;

import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.sdk.sync.SyncDocument;
import app.rostrum.sdk.sync.SyncList;
import app.rostrum.threads.Threads;
import app.rostrum.wire.sync.SyncPath;
import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A conversation that is open: the Sync objects that it is read from, and the commands that change
 * it. On the client's thread, except the public methods.
 */
final class OpenConversation implements Conversation {
  private static final Logger LOG = LoggerFactory.getLogger(OpenConversation.class);
  private static final int MAX_PAGE = 98;

  /** The parts that the conversations of one client share. */
  record Context(
      SyncClient sync,
      Commands commands,
      Configuration configuration,
      Duration patience,
      Map<String, Long> unconfirmed) {}

  private final Context context;
  private final String sid;
  private final String uniqueName;
  private final Conversation.Listener listener;
  private final Consumer<OpenConversation> onOver;
  private final Timeline timeline = new Timeline(new MessageListener());
  private final TypingParticipants typingParticipants;
  private final Outbox outbox;
  private final List<Runnable> closings = new ArrayList<>();
  private final ParticipantMap participants;
  private final TypingIndicator typingIndicator;
  private final ReadPosition readPosition;
  private String participantsName;
  private volatile State state = State.ACTIVE;
  private volatile Page newest = new Page(List.of(), false);
  private boolean announced;
  private boolean over;

  /**
   * @param described the service's description of the user's conversation (protocol note, section
   *     8.1)
   * @param onOver called when the conversation has ended
   */
  OpenConversation(
      Context context,
      JsonObject described,
      Conversation.Listener listener,
      Consumer<OpenConversation> onOver) {
    this.context = context;
    this.listener = listener;
    this.onOver = onOver;
    String given = JsonFields.text(described, "conversation_sid");
    this.sid = given == null ? JsonFields.text(described, "sid", "") : given;
    if (sid.isEmpty()) {
      throw new ConversationsException(0, 0, "the conversation has no SID");
    }
    this.uniqueName = JsonFields.text(described, "unique_name", "");
    this.readPosition =
        new ReadPosition(
            ConversationFields.number(described, "last_read_message_index"), this::postRead);
    this.participants =
        new ParticipantMap(context.sync(), new ParticipantListener(), map -> keep(map::close));
    this.typingIndicator = new TypingIndicator(this::postTyping, System::nanoTime);
    this.participantsName =
        JsonFields.text(
            ConversationFields.object(described, "sync_objects"), "participants", sid + ".roster");
    this.typingParticipants =
        new TypingParticipants(
            context.sync(),
            typing -> {
              if (announced && !over) {
                tell(() -> listener.onTyping(typing));
              }
            });
    this.outbox =
        new Outbox(
            context.sync(),
            context.commands(),
            timeline,
            context.configuration().identity(),
            address() + "/Messages",
            context.patience(),
            context.unconfirmed());
  }

  private String address() {
    return context.configuration().conversations() + "/" + SyncPath.encode(sid);
  }

  private String myAddress() {
    return context.configuration().myConversations() + "/" + SyncPath.encode(sid);
  }

  /** Opens the document and the list, and reads the newest messages. */
  CompletableFuture<Conversation> open(JsonObject described, int pageSize) {
    JsonObject names = ConversationFields.object(described, "sync_objects");
    String document = JsonFields.text(names, "conversation", sid + ".channel");
    String usualList = JsonFields.text(names, "messages", sid + ".messages");
    return context
        .sync()
        .openDocument(document, new DocumentListener())
        .thenCompose(
            open -> {
              keep(open::close);
              JsonObject data = open.data();
              participantsName = JsonFields.text(data, "roster", participantsName);
              return context
                  .sync()
                  .openList(JsonFields.text(data, "messages", usualList), timeline);
            })
        .thenCompose(
            (SyncList open) -> {
              keep(open::close);
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

  /** Keeps what closes a Sync object until the conversation ends. */
  private void keep(Runnable close) {
    if (over) {
      close.run();
    } else {
      closings.add(close);
    }
  }

  /** Starts to notify the listener, once the caller has the conversation. */
  void announce() {
    announced = true;
    if (!over) {
      timeline.begin();
    }
  }

  // Events from the service.

  private final class DocumentListener implements SyncDocument.Listener {
    @Override
    public void onData(JsonObject data) {
      ConversationFields.state(data)
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

  private final class MessageListener implements Timeline.Listener {
    @Override
    public void onAdded(Message message) {
      typingParticipants.ended(message.author());
      if (isOwn(message)) {
        outbox.received(message);
      }
      tell(() -> listener.onMessageAdded(message));
    }

    @Override
    public void onUpdated(Message message) {
      tell(() -> listener.onMessageUpdated(message));
    }

    @Override
    public void onRemoved(long index) {
      tell(() -> listener.onMessageRemoved(index));
    }

    @Override
    public void onDuplicate(Message message) {
      LOG.info("message {} of {} was stored twice", message.index(), sid);
      if (isOwn(message)) {
        var unused = remove(message);
      }
    }

    @Override
    public void onListRemoved() {
      objectGone();
    }
  }

  private boolean isOwn(Message message) {
    return message.author().equals(context.configuration().identity());
  }

  /** Asks the service why a Sync object of the conversation is gone. */
  private void objectGone() {
    if (over) {
      return;
    }
    context
        .commands()
        .get(myAddress())
        .whenComplete(
            (found, failure) ->
                ended(
                    failure == null
                        ? Ending.LOST
                        : switch (Commands.toConversations(failure).status()) {
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

  void typingReceived(String identity, long seconds) {
    if (!over && !identity.equals(context.configuration().identity())) {
      typingParticipants.started(identity, seconds);
    }
  }

  private static void tell(Runnable call) {
    Threads.contain("a listener of a conversation", call);
  }

  // Calls of the application.

  private <T> CompletableFuture<T> run(Supplier<CompletableFuture<T>> task) {
    var result = new CompletableFuture<T>();
    context
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
                          result.completeExceptionally(Commands.toConversations(failure));
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
    return run(
        () -> context.commands().postRepeatably(address(message), json).thenApply(done -> null));
  }

  @Override
  public CompletableFuture<Void> remove(Message message) {
    return run(() -> context.commands().delete(address(message)).thenApply(done -> null));
  }

  private String address(Message message) {
    return address() + "/Messages/" + SyncPath.encode(message.sid());
  }

  @Override
  public void typing() {
    context
        .sync()
        .execute(
            () -> {
              if (!over && !context.configuration().typing().isEmpty()) {
                typingIndicator.typing();
              }
            });
  }

  private CompletableFuture<JsonObject> postTyping() {
    return context
        .commands()
        .postForm(context.configuration().typing(), "ChannelSid=" + SyncPath.encode(sid));
  }

  @Override
  public OptionalLong lastReadMessageIndex() {
    return readPosition.index();
  }

  @Override
  public CompletableFuture<Void> setLastReadMessageIndex(long index) {
    return run(() -> readPosition.set(index));
  }

  private CompletableFuture<JsonObject> postRead(long index) {
    var json = new JsonObject();
    json.addProperty("last_read_message_index", index);
    return context.commands().postRepeatably(myAddress(), json);
  }

  @Override
  public CompletableFuture<OptionalLong> unreadMessagesCount() {
    return run(
        () ->
            context
                .commands()
                .get(myAddress())
                .thenApply(json -> ConversationFields.number(json, "unread_messages_count")));
  }

  @Override
  public CompletableFuture<List<Participant>> participants() {
    return run(() -> participants.participants(participantsName));
  }

  private final class ParticipantListener implements ParticipantMap.Listener {
    @Override
    public void onJoined(Participant participant) {
      tellUnlessOver(() -> listener.onParticipantJoined(participant));
    }

    @Override
    public void onUpdated(Participant participant) {
      tellUnlessOver(() -> listener.onParticipantUpdated(participant));
    }

    @Override
    public void onLeft(Participant participant) {
      tellUnlessOver(() -> listener.onParticipantLeft(participant));
    }

    private void tellUnlessOver(Runnable call) {
      if (!over) {
        tell(call);
      }
    }
  }

  @Override
  public void close() {
    context.sync().execute(this::end);
  }

  /** Ends the conversation without notifying the listener. */
  void end() {
    if (over) {
      return;
    }
    over = true;
    timeline.end();
    typingParticipants.clear();
    outbox.close();
    closings.forEach(Runnable::run);
    closings.clear();
    onOver.accept(this);
  }
}
