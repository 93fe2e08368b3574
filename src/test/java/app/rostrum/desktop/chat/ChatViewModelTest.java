package app.rostrum.desktop.chat;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.Chats;
import app.rostrum.desktop.FakeSession;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.States;
import app.rostrum.desktop.chat.ChatRow.Day;
import app.rostrum.desktop.chat.ChatRow.Earlier;
import app.rostrum.desktop.chat.ChatRow.MessageRow;
import app.rostrum.stream.Chat;
import app.rostrum.stream.Chat.Access;
import app.rostrum.stream.Chat.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class ChatViewModelTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final FakeSession controls = new FakeSession();
  private final ChatViewModel chat = new ChatViewModel(ui.clock(), ZoneOffset.UTC);
  private final Instant now = ui.clock().instant();

  private Chats open() {
    return Chats.of(Access.OPEN, "Ada", now);
  }

  private void show(Chats chats) {
    show(chats.chat());
  }

  private void show(Chat state) {
    chat.apply(States.listener("Ada").chat(state).state());
  }

  private void begin() {
    chat.begin(controls);
  }

  private List<String> heads() {
    return chat.rows().stream()
        .map(
            row ->
                switch (row) {
                  case MessageRow said -> (said.first() ? said.message().author() + ": " : "…");
                  case Day day -> day.date().toString();
                  case Earlier earlier -> earlier.loading() ? "loading" : "earlier";
                })
        .toList();
  }

  @Test
  void consecutiveMessagesOfOnePersonAreOneGroup() {
    show(
        open()
            .said("Bob", "a")
            .said("Bob", "b")
            .said("Ada", "c")
            .said("Bob", "d")
            .later(Duration.ofMinutes(5))
            .said("Bob", "e"));
    assertThat(heads()).containsExactly("Bob: ", "…", "Ada: ", "Bob: ", "Bob: ");
  }

  @Test
  void whatNobodyMayHaveGotIsKnownForTheNextTry() {
    begin();
    assertThat(chat.unsent()).isEmpty();
    show(
        open()
            .said("Bob", "a")
            .said("Ada", "b")
            .sending("on its way")
            .failed("lost")
            .said("Ada", "c"));
    chat.draft().textProperty().set("half a sen");
    assertThat(chat.unsent()).isEqualTo("on its way\nlost\nhalf a sen");
    chat.editNewest();
    assertThat(chat.unsent()).isEqualTo("on its way\nlost\nhalf a sen");
    var next = new ChatViewModel(ui.clock(), ZoneOffset.UTC);
    next.draft().restore(chat.unsent());
    assertThat(next.unsent()).isEqualTo("on its way\nlost\nhalf a sen");
  }

  @Test
  void anotherDayHasASeparator() {
    show(
        Chats.of(Access.OPEN, "Ada", now.minus(Duration.ofDays(1)))
            .earlierExist()
            .said("Bob", "a")
            .later(Duration.ofDays(1))
            .said("Bob", "b"));
    assertThat(heads()).containsExactly("earlier", "2026-11-21", "Bob: ", "2026-11-22", "Bob: ");
    assertThat(chat.today()).isEqualTo(LocalDate.of(2026, 11, 22));
  }

  @Test
  void aNewMessageAndAnOlderPageAreOneChangeEach() {
    Chats chats = Chats.of(Access.OPEN, "Ada", now.minus(Duration.ofHours(9))).many(1000);
    show(chats);
    var changes = new ArrayList<String>();
    chat.rows()
        .addListener(
            (ListChangeListener<ChatRow>)
                change -> {
                  while (change.next()) {
                    changes.add(
                        change.getFrom()
                            + "+"
                            + change.getAddedSize()
                            + "-"
                            + change.getRemovedSize());
                  }
                });
    show(chats.said("Zoë", "new"));
    assertThat(changes).containsExactly("1000+1-0");
    changes.clear();
    var older = new ArrayList<Message>();
    for (int i = 0; i < 100; i++) {
      older.add(
          new Message(
              -100 + i,
              "Old",
              false,
              "o",
              now.minus(Duration.ofHours(9)),
              false,
              Chat.Delivery.SENT));
    }
    older.addAll(chats.chat().messages());
    show(new Chat(Access.OPEN, List.copyOf(older), false, false, List.of(), 0));
    assertThat(changes).containsExactly("0+100-0");
    // A new state with the same messages changes nothing.
    changes.clear();
    chat.apply(States.listener("Ada").level("Bob", 0.4).chat(chats.chat()).state());
    assertThat(changes).hasSize(1);
  }

  @Test
  void aMessageIsSentAndTheInputIsEmptied() {
    begin();
    show(open());
    assertThat(chat.draft().send()).isFalse();
    chat.draft().textProperty().set(" \n ");
    assertThat(chat.draft().sendableProperty().get()).isFalse();
    chat.draft().textProperty().set(" Hello \n");
    assertThat(chat.draft().sendableProperty().get()).isTrue();
    assertThat(chat.draft().send()).isTrue();
    assertThat(chat.draft().textProperty().get()).isEmpty();
    assertThat(controls.asked()).containsExactly("typing", "send Hello");
  }

  @Test
  void aMessageWaitsWhileTheChatConnectsAndStaysInTheInputAfterAFailure() {
    begin();
    show(Chats.of(Access.CONNECTING, "Ada", now));
    chat.draft().textProperty().set("early");
    assertThat(chat.draft().send()).isTrue();
    assertThat(controls.asked()).containsExactly("send early");
    show(Chats.of(Access.FAILED, "Ada", now));
    chat.draft().textProperty().set("late");
    assertThat(chat.draft().send()).isFalse();
    assertThat(chat.draft().textProperty().get()).isEqualTo("late");
    show(open());
    assertThat(chat.draft().sendableProperty().get()).isTrue();
  }

  @Test
  void onesNewestMessageIsEditedAndTheDraftComesBack() {
    begin();
    show(open().said("Ada", "first").said("Ada", "secnd").said("Bob", "yes").failed("lost"));
    chat.draft().textProperty().set("half a thought");
    assertThat(chat.editNewest()).isTrue();
    assertThat(chat.draft().textProperty().get()).isEqualTo("secnd");
    chat.draft().textProperty().set("second");
    assertThat(chat.draft().send()).isFalse();
    assertThat(controls.asked()).containsExactly("typing", "edit 2 second");
    assertThat(chat.draft().textProperty().get()).isEqualTo("half a thought");
    assertThat(chat.draft().editingProperty().get()).isEmpty();
  }

  @Test
  void anEditWithoutAChangeOrCancelledIsNotSent() {
    begin();
    show(open().said("Ada", "first"));
    chat.editNewest();
    chat.draft().send();
    chat.editNewest();
    chat.draft().textProperty().set("other");
    chat.draft().cancelEdit();
    assertThat(controls.asked()).isEmpty();
    assertThat(chat.draft().textProperty().get()).isEmpty();
  }

  @Test
  void anEditEndsWhenItsMessageIsGone() {
    begin();
    show(open().said("Ada", "first"));
    chat.editNewest();
    show(open());
    assertThat(chat.draft().editingProperty().get()).isEmpty();
    assertThat(chat.draft().textProperty().get()).isEmpty();
  }

  @Test
  void onlyOnesOwnSentMessagesInAnOpenChatCanBeEdited() {
    begin();
    Chats chats = open().said("Ada", "mine").said("Bob", "his").failed("lost");
    show(chats);
    List<Message> messages = chats.chat().messages();
    assertThat(messages).filteredOn(chat::changeable).containsExactly(messages.getFirst());
    messages.forEach(chat::remove);
    chat.sendAgain(messages.get(2));
    chat.discard(messages.get(2));
    assertThat(controls.asked()).containsExactly("remove 1", "send again 3", "discard 3");
    show(Chats.of(Access.CLOSED, "Ada", now).said("Ada", "mine"));
    assertThat(messages).noneMatch(chat::changeable);
    assertThat(chat.editNewest()).isFalse();
  }

  @Test
  void olderMessagesAreRequestedOnceAtATime() {
    begin();
    show(open().said("Bob", "a"));
    chat.loadEarlier();
    assertThat(controls.asked()).isEmpty();
    show(open().earlierExist().said("Bob", "a"));
    chat.loadEarlier();
    chat.loadEarlier();
    assertThat(controls.asked()).containsExactly("load earlier");
    show(open().loadingEarlier().said("Bob", "a"));
    chat.loadEarlier();
    assertThat(controls.asked()).containsExactly("load earlier");
    show(open().earlierExist().said("Bob", "0").said("Bob", "a"));
    chat.loadEarlier();
    assertThat(controls.asked()).containsExactly("load earlier", "load earlier");
  }

  @Test
  void messagesCountAsReadOnlyWhileTheNewestIsInSight() {
    begin();
    show(open().unread(3));
    assertThat(chat.unreadProperty().get()).isEqualTo(3);
    chat.setOpen(true);
    assertThat(chat.unreadProperty().get()).isZero();
    chat.setNewestInSight(false);
    show(open().unread(1));
    assertThat(chat.unreadProperty().get()).isEqualTo(1);
    chat.setNewestInSight(true);
    chat.setWindowInSight(false);
    chat.setWindowInSight(true);
    chat.setOpen(false);
    chat.setOpen(false);
    assertThat(controls.asked())
        .containsExactly(
            "follow chat true",
            "follow chat false",
            "follow chat true",
            "follow chat false",
            "follow chat true",
            "follow chat false");
  }

  @Test
  void aPanelOpenedBeforeTheSessionBeginsIsFollowedFromThenOn() {
    show(open());
    chat.setOpen(true);
    begin();
    assertThat(controls.asked()).containsExactly("follow chat true");
  }

  @Test
  void aStreamWithoutChatHasNoPanelToOpen() {
    begin();
    show(Chat.OFF);
    chat.setOpen(true);
    assertThat(chat.openProperty().get()).isFalse();
    show(open());
    chat.setOpen(true);
    show(Chat.OFF);
    assertThat(chat.openProperty().get()).isFalse();
    assertThat(controls.asked()).containsExactly("follow chat true", "follow chat false");
  }
}
