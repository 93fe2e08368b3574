package app.rostrum.sdk.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.sdk.conversations.ScriptedService.Fate;
import app.rostrum.sdk.twilsock.Timing;
import app.rostrum.wire.twilsock.TwilsockStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Conversations client against services with various quirks and faults. */
@Timeout(120)
@NullUnmarked
class ConversationsClientTest {
  private static final Timing TIMING =
      new Timing(
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          Duration.ofMillis(20),
          Duration.ofMillis(100));

  /** Records the calls of the listeners. */
  private static final class RecordingListener
      implements Conversation.Listener, ConversationsClient.Listener {
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<Message> added = new CopyOnWriteArrayList<>();
    final List<String> states = new CopyOnWriteArrayList<>();

    @Override
    public void onMessageAdded(Message message) {
      told.add("added " + message.index() + " " + message.body());
      added.add(message);
      if (message.body().equals("poison")) {
        throw new AssertionError("thrown on purpose");
      }
    }

    @Override
    public void onMessageUpdated(Message message) {
      told.add("updated " + message.index() + " " + message.body());
    }

    @Override
    public void onMessageRemoved(long index) {
      told.add("removed " + index);
    }

    @Override
    public void onParticipantJoined(Participant participant) {
      told.add("joined " + participant.identity());
    }

    @Override
    public void onParticipantLeft(Participant participant) {
      told.add("left " + participant.identity());
    }

    @Override
    public void onTyping(List<String> identities) {
      told.add("typing " + identities);
    }

    @Override
    public void onState(Conversation.State state) {
      told.add("state " + state);
    }

    @Override
    public void onEnded(Conversation.Ending ending) {
      told.add("ended " + ending);
    }

    @Override
    public void onState(ConversationsClient.State state) {
      states.add(state.toString());
    }

    @Override
    public void onTokenAboutToExpire() {
      states.add("about to expire");
    }

    List<String> texts() {
      return added.stream().map(Message::body).toList();
    }
  }

  private final RecordingListener listener = new RecordingListener();
  private final OkHttpClient http = new OkHttpClient();
  private ScriptedService service;
  private ConversationsClient client;

  @BeforeEach
  void open() throws Exception {
    service = new ScriptedService();
    connect(Duration.ofSeconds(20));
  }

  private void connect(Duration patience) {
    if (client != null) {
      client.close();
    }
    client =
        ConversationsClient.connect(
            http, service.address(), "first", listener, TIMING, patience, new Random(1));
  }

  @AfterEach
  void close() {
    client.close();
    service.close();
  }

  private Conversation opened() {
    return client.conversation("RM1", 30, listener).join();
  }

  private void until(String... told) {
    await().untilAsserted(() -> assertThat(listener.told).containsExactly(told));
  }

  @Test
  void aListenerThatThrowsAnErrorStillReceivesTheNextMessage() {
    opened();
    service.say("bob", "poison");
    service.say("bob", "next");
    until("added 0 poison", "added 1 next");
  }

  private static List<String> texts(Conversation.Page page) {
    return page.messages().stream().map(Message::body).toList();
  }

  private void talk(int from, int to) {
    for (int i = from; i < to; i++) {
      service.say("bob", "line " + i);
    }
  }

  private static List<String> lines(int from, int to) {
    var lines = new ArrayList<String>();
    for (int i = from; i < to; i++) {
      lines.add("line " + i);
    }
    return lines;
  }

  @Test
  void opensByUniqueNameAndReadsTheNewestPageFirst() {
    talk(0, 65);
    Conversation conversation = opened();
    assertThat(conversation.sid()).isEqualTo("CH1");
    assertThat(conversation.uniqueName()).isEqualTo("RM1");
    assertThat(conversation.state()).isEqualTo(Conversation.State.ACTIVE);
    assertThat(conversation.lastReadMessageIndex()).hasValue(2);
    assertThat(texts(conversation.newest())).isEqualTo(lines(35, 65));
    assertThat(conversation.newest().earlierExist()).isTrue();
    Conversation.Page second = conversation.earlier(35, 30).join();
    assertThat(texts(second)).isEqualTo(lines(5, 35));
    assertThat(second.earlierExist()).isTrue();
    Conversation.Page last = conversation.earlier(5, 30).join();
    assertThat(texts(last)).isEqualTo(lines(0, 5));
    assertThat(last.earlierExist()).isFalse();
    assertThat(listener.told).isEmpty();
  }

  @Test
  void opensBySidAndOnlyForParticipants() {
    assertThat(client.conversation("CH1", 30, listener).join().sid()).isEqualTo("CH1");
    service.participant = false;
    assertThatThrownBy(() -> client.conversation("RM1", 30, listener).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(ConversationsException.class)
        .satisfies(
            e -> {
              var refusal = (ConversationsException) e.getCause();
              assertThat(refusal.status()).isEqualTo(403);
              assertThat(refusal.code()).isEqualTo(50430);
              assertThat(refusal.outcomeUnknown()).isFalse();
            });
  }

  @Test
  void messagesEditsAndRemovalsArriveInOrder() {
    service.say("bob", "before");
    opened();
    service.say("bob", "one");
    service.edit(0, "before, edited");
    service.say("bob", "two");
    service.remove(1);
    until("added 1 one", "updated 0 before, edited", "added 2 two", "removed 1");
    assertThat(listener.added.getFirst().edited()).isFalse();
    assertThat(listener.added.getFirst().author()).isEqualTo("bob");
  }

  @Test
  void understandsTheQuirksOfTheRealService() {
    service.oneEventEach = true;
    service.numbersAsTexts = true;
    service.junkAfterPayloads = true;
    service.twice = true;
    service.say("bob", "before");
    Conversation conversation = opened();
    assertThat(texts(conversation.newest())).containsExactly("before");
    service.say("bob", "one");
    service.edit(1, "uno");
    service.tellAnything(
        "com.twilio.rtd.cds.list", "{\"event_type\":\"list_sneezed\",\"events\":[{}]}");
    service.tellAnything(
        "com.twilio.rtd.cds.list", "{\"event_type\":\"list_item_added\",\"events\":[7,{}]}");
    service.tellAnything("com.twilio.conversations.push", "{}");
    service.say("bob", "two");
    until("added 1 one", "updated 1 uno", "added 2 two");
    assertThat(conversation.send("m1", "mine").join().index()).isEqualTo(3);
  }

  @Test
  void gapsInTheIndexAreDeletedMessages() {
    talk(0, 5);
    service.remove(1);
    service.remove(4);
    Conversation conversation = opened();
    assertThat(texts(conversation.newest())).containsExactly("line 0", "line 2", "line 3");
    service.say("bob", "line 5");
    service.say("bob", "line 6");
    until("added 5 line 5", "added 6 line 6");
  }

  @Test
  void missedMessagesComeOnceAndInTheOrderOfTheIndex() {
    talk(0, 3);
    opened();
    service.drop();
    talk(3, 8);
    service.edit(3, "line 3, edited last");
    service.edit(1, "line 1, edited too");
    service.remove(5);
    service.remove(0);
    await().until(() -> listener.added.size() == 4);
    await().until(() -> listener.told.contains("removed 0"));
    assertThat(listener.texts())
        .containsExactly("line 3, edited last", "line 4", "line 6", "line 7");
    assertThat(listener.told).contains("updated 1 line 1, edited too").doesNotContain("removed 5");
  }

  @Test
  void nothingIsLostOrDuplicatedWhileTheConnectionFlaps() {
    opened();
    for (int i = 0; i < 40; i++) {
      service.say("bob", "line " + i);
      if (i % 7 == 3) {
        service.drop();
      }
      if (i % 5 == 2) {
        int seen = listener.added.size();
        await().until(() -> listener.added.size() >= Math.min(seen, 40));
      }
    }
    await().until(() -> listener.added.size() >= 40);
    assertThat(listener.texts()).isEqualTo(lines(0, 40));
  }

  @Test
  void aMessageIsSentOnceAndComesBackOnce() {
    Conversation conversation = opened();
    Message sent = conversation.send("mark", "hello").join();
    assertThat(sent.index()).isZero();
    assertThat(sent.author()).isEqualTo("alice");
    until("added 0 hello");
    assertThat(listener.added.getFirst().mutationId()).contains("mark");
    assertThat(service.stored()).containsExactly("hello");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"REFUSED"},
      mode = EnumSource.Mode.EXCLUDE,
      value = Fate.class)
  void aMessageIsStoredOnceWhateverHappensToIt(Fate fate) {
    service.fates.addAll(List.of(fate, fate));
    Conversation conversation = opened();
    CompletableFuture<Message> one = conversation.send("m1", "one");
    CompletableFuture<Message> two = conversation.send("m2", "two");
    CompletableFuture<Message> three = conversation.send("m3", "three");
    assertThat(one.join().index()).isZero();
    assertThat(two.join().index()).isEqualTo(1);
    assertThat(three.join().index()).isEqualTo(2);
    await().until(() -> listener.added.size() == 3);
    assertThat(service.stored()).containsExactly("one", "two", "three");
    assertThat(listener.texts()).containsExactly("one", "two", "three");
  }

  @Test
  void aRefusedMessageFailsAndTheNextOneIsSent() {
    service.fates.add(Fate.REFUSED);
    Conversation conversation = opened();
    CompletableFuture<Message> one = conversation.send("m1", "one");
    assertThat(conversation.send("m2", "two").join().index()).isZero();
    assertThatThrownBy(one::join)
        .hasCauseInstanceOf(ConversationsException.class)
        .satisfies(
            e -> {
              var refusal = (ConversationsException) e.getCause();
              assertThat(refusal.code()).isEqualTo(50054);
              assertThat(refusal.outcomeUnknown()).isFalse();
            });
    assertThat(service.count("POST /v2/C/CH1/Messages")).isEqualTo(2);
  }

  @Test
  void anUnconfirmedMessageCanBeSentAgainWithoutADuplicate() {
    connect(Duration.ofMillis(300));
    Conversation conversation = opened();
    service.drop();
    service.answers = false;
    CompletableFuture<Message> sending = conversation.send("m1", "once");
    assertThatThrownBy(sending::join)
        .satisfies(
            e -> assertThat(((ConversationsException) e.getCause()).outcomeUnknown()).isTrue());
    service.answers = true;
    Conversation again = client.conversation("RM1", 30, listener).join();
    assertThat(again.send("m1", "once").join().body()).isEqualTo("once");
    assertThat(again.send("m2", "twice").join().index()).isEqualTo(1);
    assertThat(service.stored()).containsExactly("once", "twice");
  }

  @Test
  void aMessageStoredJustBeforeTheConversationClosedIsFound() {
    service.fates.add(Fate.STORED_UNANSWERED);
    service.tellsMessages = false;
    Conversation conversation = opened();
    CompletableFuture<Message> lost = conversation.send("m1", "once");
    await().until(() -> service.stored().size() == 1);
    conversation.close();
    assertThatThrownBy(lost::join)
        .satisfies(
            e -> assertThat(((ConversationsException) e.getCause()).outcomeUnknown()).isTrue());
    service.tellsMessages = true;
    Conversation again = opened();
    assertThat(again.send("m1", "once").join().index()).isZero();
    assertThat(service.stored()).containsExactly("once");
  }

  @Test
  void aDuplicateMadeByTheServiceIsHiddenAndRemoved() {
    Conversation conversation = opened();
    conversation.send("m1", "once").join();
    String attributes = ConversationFields.attributes("m1");
    service.sayWith("alice", "once", attributes);
    service.sayWith("bob", "another's", attributes);
    await().until(() -> service.stored().equals(List.of("once", "another's")));
    await().until(() -> listener.texts().equals(List.of("once", "another's")));
  }

  @Test
  void editsAndRemovesMessages() {
    Conversation conversation = opened();
    Message message = conversation.send("m1", "helo").join();
    conversation.edit(message, "hello").join();
    conversation.remove(message).join();
    conversation.remove(message).join();
    until("added 0 helo", "updated 0 hello", "removed 0");
  }

  @Test
  void listsParticipantsAndFollowsTheirChanges() {
    service.joins("alice");
    service.joins("bob");
    Conversation conversation = opened();
    service.joins("carol");
    assertThat(listener.told).isEmpty();
    assertThat(conversation.participants().join())
        .extracting(Participant::identity)
        .containsExactlyInAnyOrder("alice", "bob", "carol");
    service.joins("dave");
    service.leaves("bob");
    until("joined dave", "left bob");
  }

  @Test
  void typingIsSentAtMostOncePerTimeout() {
    Conversation conversation = opened();
    for (int i = 0; i < 50; i++) {
      conversation.typing();
    }
    conversation.unreadMessagesCount().join();
    assertThat(service.count("POST /v1/Typing")).isEqualTo(1);
    await()
        .until(
            () -> {
              conversation.typing();
              return service.count("POST /v1/Typing") == 2;
            });
  }

  @Test
  void typingOfOthersEndsByTimeoutOrWithAMessage() {
    opened();
    service.types("carol", 60);
    service.types("bob", 1);
    service.types("bob", 1);
    service.types("alice", 5);
    service.types("dave", 0);
    until("typing [carol]", "typing [bob, carol]", "typing [carol]");
    service.say("carol", "there");
    until("typing [carol]", "typing [bob, carol]", "typing [carol]", "typing []", "added 0 there");
  }

  @Test
  void manyReadPositionsAreCombinedIntoFewUpdates() {
    Conversation conversation = opened();
    var told = new ArrayList<CompletableFuture<Void>>();
    for (int i = 0; i < 50; i++) {
      told.add(conversation.setLastReadMessageIndex(i));
    }
    told.forEach(CompletableFuture::join);
    assertThat(service.reads.getLast()).isEqualTo("{\"last_read_message_index\":49}");
    assertThat(service.reads).hasSizeLessThan(50);
    assertThat(conversation.lastReadMessageIndex()).hasValue(49);
    assertThat(conversation.unreadMessagesCount().join()).hasValue(7);
  }

  @Test
  void closingAConversationIsReported() {
    Conversation conversation = opened();
    service.closeConversation();
    until("state CLOSED");
    assertThat(conversation.state()).isEqualTo(Conversation.State.CLOSED);
  }

  @Test
  void removalFromAConversationIsReported() {
    Conversation conversation = opened();
    await().until(() -> service.count("GET /v3/Maps/MP2/Items") == 1);
    conversation.unreadMessagesCount().join();
    service.removeParticipant();
    until("ended REMOVED");
    service.say("bob", "behind your back");
    assertThatThrownBy(() -> conversation.send("m", "hey").join())
        .hasCauseInstanceOf(ConversationsException.class);
    until("ended REMOVED");
  }

  @Test
  void deletingAConversationIsReported() {
    opened();
    service.deleteConversation();
    until("ended DELETED");
  }

  @Test
  void deletionWhileDisconnectedIsReported() {
    opened();
    service.there = false;
    service.drop();
    until("ended DELETED");
  }

  @Test
  void aFreshTokenRevivesARefusedClient() {
    opened();
    service.initStatus = new TwilsockStatus(401, "UNAUTHORIZED", "expired", 20104);
    service.drop();
    await().until(() -> listener.states.contains("DENIED"));
    service.say("bob", "meanwhile");
    service.initStatus = TwilsockStatus.OK;
    client.updateToken("second").join();
    until("added 0 meanwhile");
    assertThat(service.tokens.getLast()).isEqualTo("second");
    client.updateToken("third").join();
    assertThat(service.tokens.getLast()).isEqualTo("third");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "null",
        "{\"links\":7}",
        "{\"links\":{\"conversations\":\"x\",\"my_conversations\":\"y\"}}",
        "\u0000"
      })
  void rubbishIsRefusedInTime(String rubbish) {
    service.rubbish = rubbish;
    assertThatThrownBy(() -> client.conversation("RM1", 30, listener).join())
        .hasCauseInstanceOf(ConversationsException.class);
    service.rubbish = null;
    assertThat(opened().sid()).isEqualTo("CH1");
  }

  @Test
  void closingFailsPendingRequests() {
    Conversation conversation = opened();
    service.fates.add(Fate.UNANSWERED);
    CompletableFuture<Message> sending = conversation.send("m1", "one");
    CompletableFuture<Message> waiting = conversation.send("m2", "two");
    client.close();
    assertThatThrownBy(sending::join).hasCauseInstanceOf(ConversationsException.class);
    assertThatThrownBy(waiting::join).hasCauseInstanceOf(ConversationsException.class);
    await().until(() -> client.state() == ConversationsClient.State.CLOSED);
  }
}
