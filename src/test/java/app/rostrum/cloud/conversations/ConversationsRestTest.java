package app.rostrum.cloud.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.rest.ConversationResources;
import app.rostrum.cloud.rest.RestRouter;
import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.sync.SyncServices;
import app.rostrum.server.InProcessHttpClient;
import app.rostrum.testing.ManualClock;
import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.conversations.v1.Service;
import com.twilio.rest.conversations.v1.service.Conversation;
import com.twilio.rest.conversations.v1.service.User;
import com.twilio.rest.conversations.v1.service.conversation.Message;
import com.twilio.rest.conversations.v1.service.conversation.Participant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Conversations API, as twilio-java sees it. */
@NullUnmarked
class ConversationsRestTest {
  private static final String ACCOUNT = "AC00000000000000000000000000000001";

  @TempDir private Path home;
  private final ManualClock clock = new ManualClock();
  private Store store;
  private Conversations conversations;
  private TwilioRestClient twilio;
  private String service;

  @BeforeEach
  void start() {
    open();
    service = Service.creator("chats").create(twilio).getSid();
  }

  @AfterEach
  void stop() {
    close();
  }

  private void close() {
    conversations.close();
    store.close();
  }

  private void open() {
    store = Store.open(home.resolve("cloud.db"));
    var router = new RestRouter((user, password) -> user.equals(ACCOUNT) && password.equals("t"));
    var sids = new Sids(new Random());
    var sync = new SyncServices(store, sids, clock, (key, url, form) -> {}, ACCOUNT);
    conversations = new Conversations(store, sync, sids, clock);
    new ConversationResources(conversations, ACCOUNT).addTo(router);
    twilio =
        new TwilioRestClient.Builder(ACCOUNT, "t")
            .httpClient(new InProcessHttpClient(router))
            .build();
  }

  private Conversation create(String name) {
    return Conversation.creator(service).setUniqueName(name).setTimersClosed("P1D").create(twilio);
  }

  private static void assertRefused(ThrowingCallable call, int status, int code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.getStatusCode()).isEqualTo(status);
              assertThat(e.getCode()).isEqualTo(code);
            });
  }

  @Test
  void aConversationIsCreatedFoundAndDeleted() {
    Conversation made = create("RM1");
    assertThat(made.getSid()).matches("CH[0-9a-f]{32}");
    assertThat(made.getChatServiceSid()).isEqualTo(service);
    assertThat(made.getAccountSid()).isEqualTo(ACCOUNT);
    assertThat(made.getUniqueName()).isEqualTo("RM1");
    assertThat(made.getState()).isEqualTo(Conversation.State.ACTIVE);
    assertThat(made.getAttributes()).isEqualTo("{}");
    assertThat(made.getDateCreated().toInstant()).isEqualTo(clock.instant());
    assertThat(made.getTimers().toString()).contains("2026-11-23T10:00:00Z");
    assertThat(made.getLinks().get("participants")).endsWith(made.getSid() + "/Participants");
    assertThat(Conversation.fetcher(service, "RM1").fetch(twilio)).isEqualTo(made);
    assertThat(Conversation.fetcher(service, made.getSid()).fetch(twilio)).isEqualTo(made);
    assertThat(Conversation.deleter(service, "RM1").delete(twilio)).isTrue();
    assertRefused(() -> Conversation.fetcher(service, "RM1").fetch(twilio), 404, 20404);
    assertRefused(() -> Conversation.deleter(service, "RM1").delete(twilio), 404, 20404);
  }

  @Test
  void uniqueNamesAreUniqueWithinAService() {
    create("RM1");
    assertRefused(() -> create("RM1"), 409, 50353);
    String other = Service.creator("other chats").create(twilio).getSid();
    assertThat(Conversation.creator(other).setUniqueName("RM1").create(twilio).getSid())
        .isNotBlank();
  }

  @Test
  void anIdentityJoinsAConversationOnlyOnce() {
    create("RM1");
    Participant bob = Participant.creator(service, "RM1").setIdentity("Bob").create(twilio);
    assertThat(bob.getSid()).matches("MB[0-9a-f]{32}");
    assertThat(bob.getIdentity()).isEqualTo("Bob");
    assertRefused(
        () -> Participant.creator(service, "RM1").setIdentity("Bob").create(twilio), 409, 50433);
    assertRefused(
        () -> Participant.creator(service, "RM2").setIdentity("Bob").create(twilio), 404, 20404);
    assertRefused(() -> Participant.creator(service, "RM1").create(twilio), 400, 20001);
    assertThat(Participant.fetcher(service, "RM1", "Bob").fetch(twilio)).isEqualTo(bob);
    assertThat(Participant.deleter(service, "RM1", bob.getSid()).delete(twilio)).isTrue();
    assertRefused(() -> Participant.fetcher(service, "RM1", "Bob").fetch(twilio), 404, 20404);
  }

  @Test
  void aDeletedUserHasLeftAllConversationsAndCanComeBack() {
    create("RM1");
    create("RM2");
    for (String conversation : List.of("RM1", "RM2")) {
      Participant.creator(service, conversation).setIdentity("Bob").create(twilio);
    }
    assertThat(User.deleter(service, "Bob").delete(twilio)).isTrue();
    assertRefused(() -> User.fetcher(service, "Bob").fetch(twilio), 404, 20404);
    assertRefused(() -> User.deleter(service, "Bob").delete(twilio), 404, 20404);
    assertThat(Participant.reader(service, "RM2").read(twilio)).isEmpty();
    close();
    open();
    assertThat(User.reader(service).read(twilio)).isEmpty();
    Participant.creator(service, "RM1").setIdentity("Bob").create(twilio);
    assertThat(Participant.reader(service, "RM1").read(twilio)).hasSize(1);
    assertThat(User.fetcher(service, "Bob").fetch(twilio).getIdentity()).isEqualTo("Bob");
  }

  @Test
  void listsArePaged() {
    create("RM1");
    for (int i = 0; i < 7; i++) {
      Participant.creator(service, "RM1").setIdentity("p" + i).create(twilio);
    }
    var names = new ArrayList<String>();
    Participant.reader(service, "RM1")
        .setPageSize(3L)
        .read(twilio)
        .forEach(p -> names.add(p.getIdentity()));
    assertThat(names).containsExactlyInAnyOrder("p0", "p1", "p2", "p3", "p4", "p5", "p6");
    assertThat(Conversation.reader(service).read(twilio)).hasSize(1);
    assertThat(Service.reader().read(twilio)).hasSize(1);
  }

  @Test
  void laterPagesKeepTheOrder() {
    create("RM1");
    for (int i = 0; i < 7; i++) {
      Message.creator(service, "RM1").setBody("m" + i).create(twilio);
    }
    var bodies = new ArrayList<String>();
    Message.reader(service, "RM1")
        .setOrder(Message.OrderType.DESC)
        .setPageSize(3L)
        .read(twilio)
        .forEach(message -> bodies.add(message.getBody()));
    assertThat(bodies).containsExactly("m6", "m5", "m4", "m3", "m2", "m1", "m0");
  }

  @Test
  void timersDeactivateAndCloseAConversation() {
    Conversation.creator(service)
        .setUniqueName("RM1")
        .setTimersInactive("PT10M")
        .setTimersClosed("P1D")
        .create(twilio);
    clock.advance(Duration.ofMinutes(10));
    assertThat(state()).isEqualTo(Conversation.State.INACTIVE);
    clock.advance(Duration.ofDays(1));
    assertThat(state()).isEqualTo(Conversation.State.CLOSED);
    assertRefused(
        () ->
            Conversation.updater(service, "RM1").setState(Conversation.State.ACTIVE).update(twilio),
        400,
        50377);
  }

  private Conversation.State state() {
    return Conversation.fetcher(service, "RM1").fetch(twilio).getState();
  }

  @Test
  void aConversationIsChangedAndClosed() {
    create("RM1");
    create("RM2");
    Conversation changed =
        Conversation.updater(service, "RM1")
            .setFriendlyName("Late night")
            .setAttributes("{\"a\":1}")
            .setState(Conversation.State.CLOSED)
            .update(twilio);
    assertThat(changed.getFriendlyName()).isEqualTo("Late night");
    assertThat(changed.getAttributes()).isEqualTo("{\"a\":1}");
    assertThat(changed.getState()).isEqualTo(Conversation.State.CLOSED);
    assertRefused(
        () -> Conversation.updater(service, "RM1").setUniqueName("RM2").update(twilio), 409, 50353);
  }

  @Test
  void messagesAreSentReadChangedAndRemoved() {
    create("RM1");
    Message made =
        Message.creator(service, "RM1").setAuthor("Host").setBody("Grüße 😀").create(twilio);
    assertThat(made.getSid()).matches("IM[0-9a-f]{32}");
    assertThat(made.getIndex()).isZero();
    assertThat(made.getAuthor()).isEqualTo("Host");
    for (int i = 1; i < 8; i++) {
      Message.creator(service, "RM1").setBody("m" + i).create(twilio);
    }
    var bodies = new ArrayList<String>();
    Message.reader(service, "RM1")
        .setPageSize(3L)
        .read(twilio)
        .forEach(message -> bodies.add(message.getBody()));
    assertThat(bodies).hasSize(8).startsWith("Grüße 😀", "m1").endsWith("m7");
    assertThat(
            Message.updater(service, "RM1", made.getSid())
                .setBody("changed")
                .update(twilio)
                .getBody())
        .isEqualTo("changed");
    assertThat(Message.deleter(service, "RM1", made.getSid()).delete(twilio)).isTrue();
    assertRefused(() -> Message.fetcher(service, "RM1", made.getSid()).fetch(twilio), 404, 20404);
    assertRefused(() -> Message.creator(service, "RM1").create(twilio), 400, 50503);
    close();
    open();
    assertThat(Message.creator(service, "RM1").setBody("after").create(twilio).getIndex())
        .isEqualTo(8);
  }

  @Test
  void aConversationCannotBeCreatedClosed() {
    assertRefused(
        () -> Conversation.creator(service).setState(Conversation.State.CLOSED).create(twilio),
        400,
        50384);
  }

  @Test
  void badInputIsRefused() {
    assertRefused(
        () -> Conversation.creator(service).setTimersClosed("soon").create(twilio), 400, 20001);
    assertRefused(
        () -> Conversation.creator(service).setTimersClosed("PT1M").create(twilio), 400, 20001);
    assertRefused(
        () -> Conversation.creator(service).setAttributes("not json").create(twilio), 400, 50304);
    assertRefused(
        () -> Conversation.creator(service).setUniqueName("x".repeat(257)).create(twilio),
        400,
        50004);
    assertRefused(() -> Service.creator("").create(twilio), 400, 20001);
    assertRefused(() -> Conversation.creator("IS0").create(twilio), 404, 20404);
    assertThat(Conversation.reader(service).read(twilio)).isEmpty();
  }

  @Test
  void everythingSurvivesARestart() {
    Conversation made = create("RM1");
    Participant bob = Participant.creator(service, "RM1").setIdentity("Bob").create(twilio);
    close();
    open();
    assertThat(Conversation.fetcher(service, "RM1").fetch(twilio)).isEqualTo(made);
    assertThat(Participant.fetcher(service, "RM1", "Bob").fetch(twilio)).isEqualTo(bob);
    assertThat(Service.deleter(service).delete(twilio)).isTrue();
    assertRefused(() -> Conversation.fetcher(service, "RM1").fetch(twilio), 404, 20404);
  }
}
