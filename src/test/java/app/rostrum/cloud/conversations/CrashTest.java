package app.rostrum.cloud.conversations;

import static app.rostrum.cloud.conversations.ChatClient.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.CollectionItem;
import app.rostrum.cloud.sync.HostedService;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A restart corrects what a crash between two writes has left half done. */
@Timeout(120)
class CrashTest {
  @TempDir private Path home;

  private ChatCloud start() throws Exception {
    return ChatCloud.on(home.resolve("cloud.db"), 0);
  }

  private static HostedService objects(ChatCloud cloud, String service) {
    return cloud.sync.productService("ip_messaging", service);
  }

  private static JsonObject lastMessage(ChatCloud cloud, String service, String sid) {
    return objects(cloud, service)
        .document(sid + ".channel")
        .state()
        .data()
        .getAsJsonObject("lastMessage");
  }

  @Test
  void theDocumentNamesTheNewestMessage() throws Exception {
    String service;
    String sid;
    try (ChatCloud cloud = start()) {
      service = cloud.service();
      sid = cloud.conversation(service, "room", "ann").sid();
      // The process ends after storing the last message and before writing the document.
      cloud.say(service, "room", "one");
      cloud.say(service, "room", "two");
    }
    try (ChatCloud cloud = start()) {
      assertThat(lastMessage(cloud, service, sid).get("index").getAsInt()).isEqualTo(1);
      assertThat(cloud.say(service, "room", "three").index()).isEqualTo(2);
    }
  }

  @Test
  void usersOwnMapsFollowTheRoster() throws Exception {
    String service;
    String sid;
    try (ChatCloud cloud = start()) {
      service = cloud.service();
      sid = cloud.conversation(service, "room", "ann", "bob").sid();
      HostedService objects = objects(cloud, service);
      // Ann has joined, and her own map was not written; Bob has left, and his still lists the
      // room.
      objects.map("ann.channels").remove(Caller.BACKEND, sid, null);
      String bob = cloud.conversations.participant(service, "room", "bob").sid();
      objects.map(sid + ".roster").remove(Caller.BACKEND, bob, null);
    }
    try (ChatCloud cloud = start()) {
      HostedService objects = objects(cloud, service);
      assertThat(objects.map("ann.channels").items())
          .extracting(CollectionItem::position)
          .containsExactly(sid);
      assertThat(objects.map("bob.channels").items()).isEmpty();
      assertThat(cloud.conversations.participants(service, "room"))
          .extracting(MemberRecord::identity)
          .containsExactly("ann");
    }
  }

  @Test
  void aHalfCreatedConversationIsRemoved() throws Exception {
    String service;
    String half = "CH00000000000000000000000000000001";
    String gone;
    try (ChatCloud cloud = start()) {
      service = cloud.service();
      HostedService objects = objects(cloud, service);
      objects.createList(Caller.BACKEND, half + ".messages", null);
      objects.createMap(Caller.BACKEND, half + ".roster", null);
      gone = cloud.conversation(service, "gone", "ann").sid();
      objects.remove(Caller.BACKEND, objects.document(gone + ".channel"));
    }
    try (ChatCloud cloud = start()) {
      HostedService objects = objects(cloud, service);
      assertThat(cloud.conversations.conversations(service)).isEmpty();
      assertThat(objects.lists()).isEmpty();
      assertThat(objects.map("ann.channels").items()).isEmpty();
      // The name is free.
      cloud.conversation(service, "gone", "ann");
    }
  }

  @Test
  void aCommandRepeatedAfterARestartDoesNotRunTwice() throws Exception {
    String service;
    TwilsockMessage.Reply first;
    try (ChatCloud cloud = start()) {
      service = cloud.service();
      cloud.conversation(service, "room", "ann");
      first = new ChatClient(cloud, service, "ann").sendOnce("room", "{\"body\":\"hello\"}", "m-1");
      ok(first);
    }
    try (ChatCloud cloud = start()) {
      TwilsockMessage.Reply again =
          new ChatClient(cloud, service, "ann").sendOnce("room", "{\"body\":\"hello\"}", "m-1");
      assertThat(again.text()).isEqualTo(first.text());
      assertThat(cloud.conversations.messages(service, "room", null, false, 10)).hasSize(1);
    }
  }

  @Test
  void aUserWhoDoesNotReturnGoesOffline() throws Exception {
    String service;
    try (ChatCloud cloud = start()) {
      service = cloud.service();
      cloud.conversation(service, "room", "ann", "bob");
      new ChatClient(cloud, service, "ann");
      new ChatClient(cloud, service, "bob");
      assertThat(cloud.conversations.user(service, "ann").online()).isTrue();
    }
    try (ChatCloud cloud = start()) {
      assertThat(cloud.conversations.user(service, "ann").online()).isTrue();
      new ChatClient(cloud, service, "bob");
      await().until(() -> !cloud.conversations.user(service, "ann").online());
      assertThat(cloud.conversations.user(service, "bob").online()).isTrue();
    }
  }

  @Test
  void conversationsOfAnEarlierVersionAreMoved() throws Exception {
    Instant made = Instant.parse("2026-11-22T10:00:00Z");
    long millis = made.toEpochMilli();
    try (Store store = Store.open(home.resolve("cloud.db"))) {
      store.define(
          "CREATE TABLE chat_service (sid TEXT PRIMARY KEY, friendly_name TEXT NOT NULL,"
              + " created INTEGER NOT NULL, updated INTEGER NOT NULL)",
          "CREATE TABLE chat_conversation (sid TEXT PRIMARY KEY, service TEXT NOT NULL,"
              + " unique_name TEXT, friendly_name TEXT, attributes TEXT NOT NULL, state TEXT NOT"
              + " NULL, inactive_after INTEGER, closed_after INTEGER, created INTEGER NOT NULL,"
              + " updated INTEGER NOT NULL)",
          "CREATE TABLE chat_participant (sid TEXT PRIMARY KEY, conversation TEXT NOT NULL,"
              + " identity TEXT NOT NULL, attributes TEXT NOT NULL, created INTEGER NOT NULL,"
              + " updated INTEGER NOT NULL)",
          "INSERT INTO chat_service VALUES ('IS1','chats'," + millis + "," + millis + ")",
          "INSERT INTO chat_conversation VALUES ('CH1','IS1','room',NULL,'{}','ACTIVE',NULL,"
              + "86400000000,"
              + millis
              + ","
              + millis
              + ")",
          "INSERT INTO chat_participant VALUES ('MB1','CH1','ann','{}',"
              + millis
              + ","
              + millis
              + ")");
    }
    for (int i = 0; i < 2; i++) {
      try (ChatCloud cloud = start()) {
        ConversationRecord room = cloud.conversations.conversation("IS1", "room");
        assertThat(room.sid()).isEqualTo("CH1");
        assertThat(room.created()).isEqualTo(made);
        assertThat(room.closedAt()).contains(made.plusMillis(86_400_000_000L));
        assertThat(cloud.conversations.participants("IS1", "room"))
            .extracting(MemberRecord::sid)
            .isEqualTo(List.of("MB1"));
        assertThat(cloud.conversations.user("IS1", "ann").identity()).isEqualTo("ann");
      }
    }
  }
}
