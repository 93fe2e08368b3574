package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.sdk.conversations.Conversation;
import app.rostrum.sdk.conversations.ConversationsClient;
import app.rostrum.sdk.conversations.ConversationsException;
import app.rostrum.sdk.conversations.Message;
import app.rostrum.sdk.player.Player;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The chat of a stream as a person sees it, and its failures, which affect nothing else. */
class ChatTest {
  private final Scene scene = new Scene();
  private final FakeChat service = scene.clients.chat.as("Vera");

  @BeforeEach
  void twoMessagesWereWritten() {
    service.say("Hana", "welcome");
    service.say("Sam", "hello");
  }

  private Chat chat() {
    return scene.state().chat();
  }

  private List<String> texts() {
    return chat().messages().stream().map(Chat.Message::text).toList();
  }

  private Chat.Message last() {
    return chat().messages().getLast();
  }

  @Test
  void earlierMessagesAreShownOnJoiningAndAreNotUnread() {
    scene.viewer();
    assertThat(chat().access()).isEqualTo(Chat.Access.OPEN);
    assertThat(texts()).containsExactly("welcome", "hello");
    assertThat(chat().messages().getFirst().author()).isEqualTo("Hana");
    assertThat(chat().messages().getFirst().own()).isFalse();
    assertThat(chat().unread()).isZero();
    assertThat(chat().earlierExist()).isFalse();
  }

  @Test
  void theChatIsOpenedOnceThePersonHasArrived() {
    scene.clients.playersPlay = false;
    scene.begin("Vera", Role.VIEWER, false);
    assertThat(service.connections).isZero();
    scene.clients.player().state(Player.State.PLAYING);
    assertThat(service.connections).isEqualTo(1);
  }

  @Test
  void aStreamWithoutChatHasNone() {
    scene.backend.chat = false;
    StreamSession viewer = scene.viewer();
    viewer.sendMessage("hello?");
    assertThat(chat()).isEqualTo(Chat.OFF);
    assertThat(service.connections).isZero();
  }

  @Test
  void aMessageIsShownAtOnceAndSentOnceTheServiceHasIt() {
    StreamSession viewer = scene.viewer();
    service.tellsOwn = false;
    service.answersSends = false;
    viewer.sendMessage("good evening");
    assertThat(last().delivery()).isEqualTo(Chat.Delivery.SENDING);
    assertThat(last().own()).isTrue();
    long id = last().id();
    service.listener().onMessageAdded(service.stored.lastEntry().getValue());
    assertThat(last().delivery()).isEqualTo(Chat.Delivery.SENT);
    assertThat(last().id()).isEqualTo(id);
    assertThat(last().at()).isEqualTo(service.stored.lastEntry().getValue().created());
    assertThat(chat().unread()).isZero();
  }

  @Test
  void theAnswerAndTheEventMakeOneMessage() {
    StreamSession viewer = scene.viewer();
    viewer.sendMessage("once");
    service.listener().onMessageAdded(service.stored.lastEntry().getValue());
    assertThat(texts()).containsExactly("welcome", "hello", "once");
  }

  @Test
  void blankAndOverlongMessagesAreNotSent() {
    StreamSession viewer = scene.viewer();
    viewer.sendMessage("  \n ");
    viewer.sendMessage("x".repeat(Chat.MAX_LENGTH + 1));
    assertThat(texts()).hasSize(2);
    assertThat(service.sent).isEmpty();
  }

  @Test
  void aRefusedMessageStaysAndCanBeSentAgainOrDiscarded() {
    StreamSession viewer = scene.viewer();
    service.sendRefusal = new ConversationsException(429, 0, "too many");
    viewer.sendMessage("one");
    viewer.sendMessage("two");
    service.say("Hana", "meanwhile");
    assertThat(texts()).containsExactly("welcome", "hello", "meanwhile", "one", "two");
    assertThat(last().delivery()).isEqualTo(Chat.Delivery.FAILED);
    long one = chat().messages().get(3).id();
    viewer.discardMessage(last().id());
    service.sendRefusal = null;
    viewer.sendMessageAgain(one);
    assertThat(texts()).containsExactly("welcome", "hello", "meanwhile", "one");
    assertThat(last().delivery()).isEqualTo(Chat.Delivery.SENT);
    assertThat(last().id()).isEqualTo(one);
  }

  @Test
  void aMessageThatWasThoughtLostAppearsInItsPlace() {
    StreamSession viewer = scene.viewer();
    service.answersSends = false;
    service.tellsOwn = false;
    viewer.sendMessage("lost?");
    service.say("Hana", "after it");
    service.listener().onMessageAdded(service.stored.tailMap(2L).firstEntry().getValue());
    assertThat(texts()).containsExactly("welcome", "hello", "lost?", "after it");
    assertThat(chat().messages()).allMatch(m -> m.delivery() == Chat.Delivery.SENT);
  }

  @Test
  void messagesWrittenBeforeTheChatIsOpenWaitForIt() {
    service.opens = false;
    StreamSession viewer = scene.viewer();
    viewer.sendMessage("first");
    viewer.sendMessage("second");
    assertThat(chat().access()).isEqualTo(Chat.Access.CONNECTING);
    assertThat(last().delivery()).isEqualTo(Chat.Delivery.SENDING);
    scene.loop.pass(Duration.ofSeconds(21));
    assertThat(chat().access()).isEqualTo(Chat.Access.FAILED);
    assertThat(last().delivery()).isEqualTo(Chat.Delivery.FAILED);
    service.opens = true;
    scene.loop.pass(Duration.ofSeconds(21));
    assertThat(chat().access()).isEqualTo(Chat.Access.OPEN);
    viewer.sendMessageAgain(last().id());
    assertThat(service.sent.values()).containsExactly("second");
  }

  @Test
  void writingOpensAChatAgainThatHasFailed() {
    service.refusal = new ConversationsException(503, 0, "later");
    StreamSession viewer = scene.viewer();
    scene.loop.pass(Duration.ofMinutes(5));
    viewer.sendMessage("still there?");
    assertThat(last().delivery()).isEqualTo(Chat.Delivery.FAILED);
    service.refusal = null;
    viewer.sendMessageAgain(last().id());
    assertThat(texts()).containsExactly("welcome", "hello", "still there?");
    assertThat(last().delivery()).isEqualTo(Chat.Delivery.SENT);
  }

  @Test
  void aFullChatSaysSoAndOpensByItselfWhenThereIsRoom() {
    service.refusal =
        new ConversationsException(403, ConversationsException.NOT_PARTICIPANT, "not yet");
    scene.viewer();
    assertThat(chat().access()).isEqualTo(Chat.Access.FULL);
    scene.loop.pass(Duration.ofMinutes(5));
    assertThat(chat().access()).isEqualTo(Chat.Access.FULL);
    service.refusal = null;
    scene.loop.pass(Duration.ofSeconds(31));
    assertThat(chat().access()).isEqualTo(Chat.Access.OPEN);
    assertThat(texts()).containsExactly("welcome", "hello");
    assertThat(scene.backend.count("viewer")).isEqualTo(1);
  }

  @Test
  void aChatThatCannotBeOpenedIsTriedAgainAndAffectsNothingElse() {
    service.refusal = new ConversationsException(404, 20404, "not found");
    scene.viewer();
    assertThat(chat().access()).isEqualTo(Chat.Access.FAILED);
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
    assertThat(scene.state().reconnecting()).isFalse();
    scene.loop.pass(Duration.ofMinutes(10));
    assertThat(service.openings).isBetween(15, 60);
    assertThat(scene.backend.count("viewer")).isEqualTo(1);
    service.refusal = null;
    scene.loop.pass(Duration.ofSeconds(31));
    assertThat(chat().access()).isEqualTo(Chat.Access.OPEN);
    assertThat(scene.notices()).isEmpty();
  }

  @Test
  void aChatThatThrowsAffectsNothingElse() {
    StreamSession host = scene.host();
    service.sendRefusal = null;
    service.listener().onMessageAdded(FakeChat.message(-5, "", "", ""));
    service.loading = CompletableFuture.failedFuture(new IllegalStateException("rubbish"));
    host.loadEarlierMessages();
    host.editMessage(99, "nothing");
    host.removeMessage(-1);
    host.sendMessageAgain(12);
    host.discardMessage(13);
    assertThat(chat().access()).isEqualTo(Chat.Access.OPEN);
    service.throwing = new IllegalStateException("a bug");
    host.sendMessage("hello");
    host.loadEarlierMessages();
    host.typing();
    host.setMicrophone(false);
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.HOST));
    assertThat(scene.state().microphoneOn()).isFalse();
    assertThat(scene.backend.count("create")).isEqualTo(1);
    assertThat(scene.clients.rooms).hasSize(1);
  }

  @Test
  void aLostChatConnectionIsShownForTheChatOnly() {
    scene.viewer();
    service.connection(ConversationsClient.State.CONNECTING);
    assertThat(chat().access()).isEqualTo(Chat.Access.CONNECTING);
    assertThat(texts()).hasSize(2);
    assertThat(scene.state().reconnecting()).isFalse();
    service.connection(ConversationsClient.State.CONNECTED);
    assertThat(chat().access()).isEqualTo(Chat.Access.OPEN);
  }

  @Test
  void aRefusedTokenIsTriedAgainWithoutFloodingTheBackend() {
    scene.viewer();
    service.connection(ConversationsClient.State.DENIED);
    assertThat(chat().access()).isEqualTo(Chat.Access.FAILED);
    scene.loop.pass(Duration.ofMinutes(5));
    assertThat(scene.backend.count("viewer")).isEqualTo(1);
    assertThat(service.tokens).hasSizeGreaterThan(1);
    service.connection(ConversationsClient.State.CONNECTED);
    assertThat(chat().access()).isEqualTo(Chat.Access.OPEN);
  }

  @Test
  void anExpiringTokenIsRenewedForAllClients() {
    scene.backend.tokenLife = Duration.ofMinutes(5);
    scene.viewer();
    String first = service.tokens.getFirst();
    scene.loop.pass(Duration.ofSeconds(10));
    service.tokenAboutToExpire();
    scene.loop.pass(Duration.ofSeconds(10));
    assertThat(scene.backend.count("viewer")).isEqualTo(2);
    assertThat(service.tokens.getLast()).isNotEqualTo(first).isEqualTo(scene.clients.sync.token);
  }

  @Test
  void theChatStaysOpenThroughChangesOfRole() {
    StreamSession viewer = scene.invited();
    viewer.acceptInvitation(true);
    scene.settle();
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.SPEAKER));
    service.say("Hana", "now you");
    assertThat(texts()).containsExactly("welcome", "hello", "now you");
    scene.clients.room().disconnect(new DisconnectReason.Removed());
    scene.settle();
    service.say("Hana", "thank you");
    assertThat(texts()).endsWith("thank you");
    assertThat(service.connections).isEqualTo(1);
    assertThat(service.openings).isEqualTo(1);
    assertThat(service.closed).isZero();
  }

  @Test
  void messagesOfOthersAreUnreadUntilTheChatIsInSight() {
    StreamSession viewer = scene.viewer();
    service.say("Hana", "one");
    viewer.sendMessage("mine");
    service.say("Sam", "two");
    assertThat(chat().unread()).isEqualTo(2);
    viewer.followChat(true);
    assertThat(chat().unread()).isZero();
    service.say("Sam", "three");
    assertThat(chat().unread()).isZero();
    viewer.followChat(false);
    assertThat(service.read).containsExactly(5L);
    service.say("Sam", "four");
    assertThat(chat().unread()).isEqualTo(1);
  }

  @Test
  void theReadHorizonIsReportedAtIntervals() {
    StreamSession viewer = scene.viewer();
    viewer.followChat(true);
    for (int i = 0; i < 100; i++) {
      service.say("Hana", "line " + i);
      scene.loop.pass(Duration.ofSeconds(1));
    }
    assertThat(service.read).hasSizeBetween(2, 4);
  }

  @Test
  void messagesWrittenWhileAwayAreUnread() {
    service.lastRead = OptionalLong.of(0);
    scene.viewer();
    assertThat(chat().unread()).isEqualTo(1);
  }

  @Test
  void olderMessagesComePageByPage() {
    for (int i = 2; i < 65; i++) {
      service.say("Hana", "line " + i);
    }
    service.loading = CompletableFuture.completedFuture(service.newest());
    StreamSession viewer = scene.viewer();
    assertThat(texts()).hasSize(30).startsWith("line 35").endsWith("line 64");
    assertThat(chat().earlierExist()).isTrue();
    viewer.loadEarlierMessages();
    assertThat(texts()).hasSize(60).startsWith("line 5");
    viewer.loadEarlierMessages();
    assertThat(texts()).hasSize(65).startsWith("welcome", "hello", "line 2");
    assertThat(chat().earlierExist()).isFalse();
    viewer.loadEarlierMessages();
    assertThat(texts()).hasSize(65);
  }

  @Test
  void olderMessagesAskedForWhileTheChatIsLostComeWithIt() {
    for (int i = 2; i < 65; i++) {
      service.say("Hana", "line " + i);
    }
    service.loading = CompletableFuture.completedFuture(service.newest());
    StreamSession viewer = scene.viewer();
    service.listener().onEnded(Conversation.Ending.LOST);
    viewer.loadEarlierMessages();
    assertThat(texts()).hasSize(60).startsWith("line 5");
    assertThat(chat().loadingEarlier()).isFalse();
  }

  @Test
  void loadingOlderMessagesIsShownAndMayFail() {
    for (int i = 2; i < 65; i++) {
      service.say("Hana", "line " + i);
    }
    StreamSession viewer = scene.viewer();
    viewer.loadEarlierMessages();
    assertThat(chat().loadingEarlier()).isTrue();
    service.loading.completeExceptionally(new ConversationsException(503, 0, "later"));
    assertThat(chat().loadingEarlier()).isFalse();
    assertThat(chat().earlierExist()).isTrue();
    viewer.loadEarlierMessages();
    assertThat(texts()).hasSize(60);
  }

  @Test
  void peopleCanChangeAndRemoveTheirOwnMessages() {
    StreamSession viewer = scene.viewer();
    viewer.sendMessage("helo");
    long id = last().id();
    viewer.editMessage(id, "hello");
    assertThat(last().text()).isEqualTo("hello");
    assertThat(last().edited()).isTrue();
    assertThat(last().id()).isEqualTo(id);
    viewer.removeMessage(id);
    assertThat(texts()).containsExactly("welcome", "hello");
    viewer.removeMessage(chat().messages().getFirst().id());
    assertThat(texts()).hasSize(2);
    assertThat(scene.notices()).containsExactly(Notice.Kind.ACTION_FAILED);
  }

  @Test
  void aRefusedChangeIsTakenBackWithANotice() {
    StreamSession viewer = scene.viewer();
    viewer.sendMessage("mine");
    service.changeRefusal = new ConversationsException(403, 0, "no");
    viewer.editMessage(last().id(), "changed");
    assertThat(last().text()).isEqualTo("mine");
    viewer.removeMessage(last().id());
    assertThat(last().text()).isEqualTo("mine");
    assertThat(scene.notices())
        .containsExactly(Notice.Kind.ACTION_FAILED, Notice.Kind.ACTION_FAILED);
  }

  @Test
  void thoseTypingAreListedInOrderWithoutThisPerson() {
    StreamSession viewer = scene.viewer();
    service.listener().onTyping(List.of("Sam", "Vera", "Hana", "video-composer-1"));
    assertThat(chat().typing()).containsExactly("Hana", "Sam");
    service.listener().onTyping(List.of());
    assertThat(chat().typing()).isEmpty();
    viewer.typing();
    assertThat(service.typed).isEqualTo(1);
  }

  @Test
  void aClosedChatCanBeReadButNotWritten() {
    StreamSession viewer = scene.viewer();
    service.listener().onState(Conversation.State.CLOSED);
    assertThat(chat().access()).isEqualTo(Chat.Access.CLOSED);
    viewer.sendMessage("too late");
    assertThat(texts()).containsExactly("welcome", "hello");
    assertThat(scene.notices()).containsExactly(Notice.Kind.ACTION_FAILED);
  }

  @Test
  void aPersonRemovedFromTheChatIsStillInTheStream() {
    scene.viewer();
    service.listener().onEnded(Conversation.Ending.REMOVED);
    assertThat(chat().access()).isEqualTo(Chat.Access.CLOSED);
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
    scene.loop.pass(Duration.ofMinutes(5));
    assertThat(service.openings).isEqualTo(1);
  }

  @Test
  void aLostConversationIsOpenedAgain() {
    StreamSession viewer = scene.viewer();
    service.listener().onEnded(Conversation.Ending.LOST);
    assertThat(chat().access()).isEqualTo(Chat.Access.CONNECTING);
    service.stored.remove(0L);
    service.store("Sam", "meanwhile");
    viewer.sendMessage("waiting");
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(chat().access()).isEqualTo(Chat.Access.OPEN);
    assertThat(texts()).containsExactly("hello", "meanwhile", "waiting");
  }

  @Test
  void afterTheEndTheChatIsClosedAndCanBeRead() {
    StreamSession viewer = scene.viewer();
    viewer.leave();
    assertThat(chat().access()).isEqualTo(Chat.Access.CLOSED);
    assertThat(texts()).containsExactly("welcome", "hello");
    assertThat(service.closed).isEqualTo(1);
  }

  @Test
  void theNumberOfMessagesIsBoundedAndHugeOnesAreCut() {
    scene.viewer();
    service.say("Sam", "😀".repeat(100_000));
    assertThat(last().text()).hasSizeLessThanOrEqualTo(ChatLog.LONGEST).endsWith("😀…");
    for (int i = 0; i < ChatLog.KEPT + 500; i++) {
      service.say("Sam", "line");
    }
    assertThat(texts()).hasSize(ChatLog.KEPT);
  }

  @Test
  void theListOfMessagesIsTheSameUntilItChanges() {
    scene.viewer();
    List<Chat.Message> before = chat().messages();
    service.listener().onTyping(List.of("Sam"));
    assertThat(chat().messages()).isSameAs(before);
  }

  @Test
  void aGapBetweenTwoOpeningsIsNotHidden() {
    scene.viewer().followLevels(false);
    service.listener().onEnded(Conversation.Ending.REMOVED);
    for (int i = 0; i < 100; i++) {
      service.stored.put(100L + i, FakeChat.message(100L + i, "Sam", "line " + i, ""));
    }
    scene.backend.tokenLife = Duration.ofHours(4);
    scene.loop.pass(Duration.ofHours(4));
    assertThat(service.openings).isGreaterThan(1);
    assertThat(texts()).hasSize(30).startsWith("line 70");
    assertThat(chat().earlierExist()).isTrue();
  }

  @Test
  void editsAndRemovalsByOthersAreShown() {
    scene.viewer();
    Message said = service.say("Sam", "helo");
    service.edit(said, "hello again");
    assertThat(texts()).containsExactly("welcome", "hello", "hello again");
    assertThat(last().edited()).isTrue();
    service.remove(said);
    assertThat(texts()).containsExactly("welcome", "hello");
  }

  @Test
  void newsOfAnOpeningThatIsOverIsIgnored() {
    scene.viewer();
    Conversation.Listener over = service.listener();
    over.onEnded(Conversation.Ending.LOST);
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(service.openings).isEqualTo(2);
    over.onMessageAdded(FakeChat.message(7, "Sam", "late", ""));
    over.onMessageUpdated(FakeChat.message(0, "Hana", "late", ""));
    over.onMessageRemoved(1);
    over.onTyping(List.of("Sam"));
    over.onState(Conversation.State.CLOSED);
    over.onEnded(Conversation.Ending.REMOVED);
    assertThat(texts()).containsExactly("welcome", "hello");
    assertThat(chat().typing()).isEmpty();
    assertThat(chat().access()).isEqualTo(Chat.Access.OPEN);
  }

  @Test
  void everyCommandThatCannotBeDoneIsToldWithANotice() {
    StreamSession viewer = scene.viewer();
    viewer.sendMessage("mine");
    long mine = last().id();
    viewer.sendMessage(" ");
    viewer.sendMessageAgain(mine);
    viewer.discardMessage(mine);
    viewer.editMessage(mine, " ");
    viewer.editMessage(mine + 1, "of nobody");
    viewer.removeMessage(mine + 1);
    assertThat(texts()).containsExactly("welcome", "hello", "mine");
    assertThat(scene.notices()).hasSize(6).containsOnly(Notice.Kind.ACTION_FAILED);
  }

  @Test
  void theLongestMessageAndAsManyAsMayWaitAreTaken() {
    service.opens = false;
    StreamSession viewer = scene.viewer();
    viewer.sendMessage("x".repeat(Chat.MAX_LENGTH));
    assertThat(last().text()).hasSize(Chat.MAX_LENGTH);
    for (int i = 1; i < ChatLog.OUTGOING; i++) {
      viewer.sendMessage("line " + i);
    }
    assertThat(scene.notices()).isEmpty();
    viewer.sendMessage("one too many");
    assertThat(chat().messages()).hasSize(ChatLog.OUTGOING);
    assertThat(scene.notices()).containsExactly(Notice.Kind.ACTION_FAILED);
  }

  @Test
  void onLeavingTheLastMessageReadIsReportedAndUnsentOnesHaveFailed() {
    StreamSession viewer = scene.viewer();
    viewer.followChat(true);
    service.say("Sam", "bye");
    service.answersSends = false;
    service.tellsOwn = false;
    viewer.sendMessage("wait");
    viewer.leave();
    assertThat(service.read).containsExactly(2L);
    assertThat(last().text()).isEqualTo("wait");
    assertThat(last().delivery()).isEqualTo(Chat.Delivery.FAILED);
  }

  @Test
  void messagesThatTheServiceKnowsAsReadAreNotReportedAgain() {
    service.lastRead = OptionalLong.of(1);
    StreamSession viewer = scene.viewer();
    viewer.followChat(true);
    scene.loop.pass(Duration.ofMinutes(1));
    viewer.followChat(false);
    assertThat(service.read).isEmpty();
  }
}
