package app.rostrum.cloud.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.HostedService;
import app.rostrum.cloud.sync.Permission;
import app.rostrum.cloud.sync.ServiceSettings;
import app.rostrum.cloud.sync.SyncCloud;
import app.rostrum.testing.Capability;
import app.rostrum.testing.KillableServer;
import app.rostrum.testing.NodeConversations;
import app.rostrum.testing.Sdk;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages and participants, judged by the official SDKs in Node. */
@Tag("conformance")
@Timeout(120)
class ConversationsConformanceTest extends ConversationsJudges {
  @Judged
  @Capability("initialise; a conversation by unique name and by SID")
  void opensAConversationByNameAndBySid(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    ConversationRecord made = cloud.conversation(service, "room 1/ü?", "ann");
    String ann = connect(node, "ann");
    JsonObject byName = node.call(ann, "open", "name", "room 1/ü?");
    assertThat(byName.get("sid").getAsString()).isEqualTo(made.sid());
    assertThat(byName.get("state").getAsString()).isEqualTo("active");
    assertThat(byName.get("status").getAsString()).isEqualTo("joined");
    JsonObject bySid = node.call(ann, "openBySid", "sid", made.sid());
    assertThat(bySid.get("name").getAsString()).isEqualTo("room 1/ü?");
    leaveAll(node);
  }

  @Judged
  @Capability("participants join, leave, are added twice, change their attributes")
  void seesParticipantsComeAndGo(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    cloud.conversation(service, "room", "ann");
    String ann = enter(node, "ann");
    assertThat(identities(node.call(ann, "participants"))).containsExactly("ann");
    cloud.conversations.join(service, "room", "bob", Optional.of("{\"a\":\"ü\"}"));
    soon(() -> assertThat(node.identities(ann, "participantJoined")).containsExactly("bob"));
    assertThat(identities(node.call(ann, "participants"))).containsExactlyInAnyOrder("ann", "bob");
    String bob = enter(node, "bob");
    node.call(bob, "setAttributes", "attributes", json("{\"hand\":true}"));
    soon(
        () -> {
          JsonObject update = node.heard(ann, "participantUpdated").getLast();
          assertThat(update.get("identity").getAsString()).isEqualTo("bob");
          assertThat(update.get("attributes")).isEqualTo(json("{\"hand\":true}"));
        });
    node.call(bob, "leave");
    soon(() -> assertThat(node.identities(ann, "participantLeft")).containsExactly("bob"));
    soon(() -> assertThat(node.heard(bob, "conversationLeft")).hasSize(1));
    assertThat(node.refusal(ann, "add", "identity", "carl")).isEqualTo("403/50107");
    leaveAll(node);
  }

  private static List<String> identities(JsonObject result) {
    return StreamSupport.stream(result.getAsJsonArray("participants").spliterator(), false)
        .map(p -> p.getAsJsonObject().get("identity").getAsString())
        .toList();
  }

  @Judged
  @Capability("history of 65 messages paged both ways, and from an anchor")
  void pagesThroughHistory(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    cloud.conversation(service, "room", "ann");
    for (int i = 0; i < 65; i++) {
      cloud.say(service, "room", "m" + i);
    }
    // Not settled first: after a page that is smaller than the rest, the newer SDKs' next page is
    // one
    // message short.
    String ann = connect(node, "ann");
    node.call(ann, "open", "name", "room");
    JsonObject walk = node.call(ann, "walk", "size", 30);
    assertThat(walk.getAsJsonArray("pages"))
        .isEqualTo(pages(range(35, 65), range(5, 35), range(0, 5)));
    var forward = new ArrayList<Integer>();
    walk.getAsJsonArray("forward")
        .forEach(page -> page.getAsJsonArray().forEach(i -> forward.add(i.getAsInt())));
    assertThat(forward).isEqualTo(IntStream.range(5, 65).boxed().toList());
    JsonObject onwards =
        node.call(ann, "messages", "size", 5, "anchor", 10, "direction", "forward");
    assertThat(bodies(onwards)).containsExactly("m10", "m11", "m12", "m13", "m14");
    JsonObject back = node.call(ann, "messages", "size", 5, "anchor", 10, "direction", "backwards");
    assertThat(bodies(back)).containsExactly("m6", "m7", "m8", "m9", "m10");
    assertThat(node.call(ann, "counts").get("messages").getAsInt()).isEqualTo(65);
    leaveAll(node);
  }

  private static JsonArray range(int from, int to) {
    var array = new JsonArray();
    IntStream.range(from, to).forEach(array::add);
    return array;
  }

  private static JsonArray pages(JsonArray... pages) {
    var array = new JsonArray();
    List.of(pages).forEach(array::add);
    return array;
  }

  @Judged
  @Capability("send with attributes, umlauts and emoji; one event for the author")
  void sendsToEverybodyAndTheAuthor(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    cloud.conversation(service, "room", "ann", "bob");
    String ann = enter(node, "ann");
    String bob = enter(node, "bob");
    JsonObject attributes = json("{\"k\":[1,\"ß\"],\"e\":\"👩‍🚀\"}");
    JsonObject sent =
        node.call(ann, "send", "body", "Grüße 😀\n\"quoted\"", "attributes", attributes);
    assertThat(sent.get("index").getAsInt()).isZero();
    node.call(bob, "send", "body", "zwei");
    for (String who : List.of(ann, bob)) {
      soon(() -> assertThat(node.bodies(who)).containsExactly("Grüße 😀\n\"quoted\"", "zwei"));
      JsonObject message = node.heard(who, "messageAdded").getFirst().getAsJsonObject("message");
      assertThat(message.get("attributes")).isEqualTo(attributes);
      assertThat(message.get("author").getAsString()).isEqualTo("ann");
      assertThat(message.get("participant").getAsString()).startsWith("MB");
    }
    soon(() -> assertThat(node.call(bob, "conversation").get("last").getAsInt()).isEqualTo(1));
    leaveAll(node);
  }

  @Judged
  @Capability("edit and remove one's own messages; others' are refused")
  void changesItsOwnMessagesOnly(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    cloud.conversation(service, "room", "ann", "bob");
    String ann = enter(node, "ann");
    String bob = enter(node, "bob");
    node.call(ann, "send", "body", "frist");
    node.call(ann, "send", "body", "oops");
    soon(() -> assertThat(node.bodies(bob)).hasSize(2));
    node.call(ann, "edit", "index", 0, "body", "first", "attributes", json("{\"edited\":1}"));
    soon(
        () -> {
          JsonObject message =
              node.heard(bob, "messageUpdated").getLast().getAsJsonObject("message");
          assertThat(message.get("body").getAsString()).isEqualTo("first");
          assertThat(message.get("attributes")).isEqualTo(json("{\"edited\":1}"));
          assertThat(message.get("updatedBy").getAsString()).isEqualTo("ann");
        });
    assertThat(node.refusal(bob, "edit", "index", 0, "body", "mine")).isEqualTo("403/50107");
    assertThat(node.refusal(bob, "removeMessage", "index", 0)).isEqualTo("403/50107");
    node.call(ann, "removeMessage", "index", 1);
    soon(() -> assertThat(node.heard(bob, "messageRemoved")).hasSize(1));
    // An index is not used a second time.
    assertThat(node.call(bob, "send", "body", "third").get("index").getAsInt()).isEqualTo(2);
    leaveAll(node);
  }

  @Judged
  @Capability("typing starts, and ends with the message")
  void seesOthersTyping(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    cloud.conversation(service, "room", "ann", "bob");
    String ann = enter(node, "ann");
    String bob = enter(node, "bob");
    node.call(ann, "participants");
    node.call(bob, "typing");
    soon(() -> assertThat(node.identities(ann, "typingStarted")).containsExactly("bob"));
    node.call(bob, "send", "body", "done");
    soon(() -> assertThat(node.identities(ann, "typingEnded")).containsExactly("bob"));
    assertThat(node.identities(bob, "typingStarted")).isEmpty();
    leaveAll(node);
  }

  @Judged
  @Capability("message builder with a subject; media is refused by its limits")
  void buildsMessages(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    cloud.conversation(service, "room", "ann", "bob");
    String ann = enter(node, "ann");
    String bob = enter(node, "bob");
    JsonObject attributes = json("{\"mood\":\"good\"}");
    node.call(ann, "build", "body", "Built", "subject", "Of stone", "attributes", attributes);
    soon(
        () -> {
          JsonObject heard = node.heard(bob, "messageAdded").getLast().getAsJsonObject("message");
          assertThat(heard.get("body").getAsString()).isEqualTo("Built");
          assertThat(heard.get("subject").getAsString()).isEqualTo("Of stone");
          assertThat(heard.get("attributes")).isEqualTo(attributes);
        });
    assertThat(
            node.refusal(
                ann, "build", "body", "B", "subject", "S", "attributes", attributes, "media", "m"))
        .isEqualTo("null/null");
    assertThat(node.call(bob, "counts").get("messages").getAsInt()).isEqualTo(1);
    leaveAll(node);
  }

  @Judged
  @Capability("read position and unread count")
  void countsUnreadMessages(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    cloud.conversation(service, "room", "ann", "bob");
    for (int i = 0; i < 10; i++) {
      cloud.say(service, "room", "m" + i);
    }
    String ann = enter(node, "ann");
    String bob = enter(node, "bob");
    node.call(bob, "participants");
    assertThat(node.call(ann, "counts").get("unread").isJsonNull()).isTrue();
    assertThat(node.call(ann, "read", "index", 3).get("unread").getAsInt()).isEqualTo(6);
    soon(
        () -> {
          JsonObject update = node.heard(bob, "participantUpdated").getLast();
          assertThat(update.get("identity").getAsString()).isEqualTo("ann");
          assertThat(update.get("read").getAsInt()).isEqualTo(3);
        });
    soon(() -> assertThat(node.call(ann, "conversation").get("read").getAsInt()).isEqualTo(3));
    assertThat(node.call(ann, "advance", "index", 1).get("unread").getAsInt()).isEqualTo(6);
    assertThat(node.call(ann, "advance", "index", 5).get("unread").getAsInt()).isEqualTo(4);
    soon(() -> assertThat(node.call(ann, "conversation").get("read").getAsInt()).isEqualTo(5));
    assertThat(node.call(ann, "readNothing").get("unread").isJsonNull()).isTrue();
    soon(() -> assertThat(node.call(ann, "conversation").get("read").isJsonNull()).isTrue());
    assertThat(node.call(ann, "readAll").get("unread").getAsInt()).isZero();
    JsonObject counts = node.call(ann, "counts");
    assertThat(counts.get("messages").getAsInt()).isEqualTo(10);
    assertThat(counts.get("participants").getAsInt()).isEqualTo(2);
    leaveAll(node);
  }

  @Judged
  @Capability("names of users; users go online and offline")
  void seesWhoIsOnline(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    cloud.conversation(service, "room", "ann", "bob");
    String ann = enter(node, "ann");
    assertThat(node.call(ann, "user", "identity", "bob").get("online").getAsBoolean()).isFalse();
    String bob = connect(node, "bob");
    soon(
        () ->
            assertThat(node.heard(ann, "userUpdated").getLast().get("online").getAsBoolean())
                .isTrue());
    node.call(bob, "renameSelf", "name", "Bob the Builder");
    soon(
        () ->
            assertThat(node.heard(ann, "userUpdated").getLast().get("name").getAsString())
                .isEqualTo("Bob the Builder"));
    node.call(bob, "shutdown");
    connected.remove(bob);
    soon(
        () ->
            assertThat(node.heard(ann, "userUpdated").getLast().get("online").getAsBoolean())
                .isFalse());
    // Users who share no conversation do not know of each other.
    cloud.conversation(service, "elsewhere", "carl");
    assertThat(node.refusal(ann, "user", "identity", "carl")).isEqualTo("404/50200");
    leaveAll(node);
  }

  @Judged
  @Capability("a token about to expire is renewed without losing the connection")
  void renewsItsToken(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    cloud.conversation(service, "room", "ann");
    Instant expiry = Instant.now().plusSeconds(8);
    String ann = connect(node, "ann", ChatCloud.token("ann", service, expiry));
    node.call(ann, "open", "name", "room");
    node.call(ann, "settled");
    soon(() -> assertThat(node.heard(ann, "tokenAboutToExpire")).isNotEmpty());
    node.call(ann, "updateToken", "token", ChatCloud.token("ann", service));
    await().until(() -> Instant.now().isAfter(expiry.plusMillis(500)));
    cloud.say(service, "room", "still there");
    soon(() -> assertThat(node.bodies(ann)).containsExactly("still there"));
    assertThat(node.heard(ann, "tokenExpired")).isEmpty();
    leaveAll(node);
  }

  @Judged
  @Capability("expired and foreign tokens are refused")
  void refusesBadTokens(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    String expired = ChatCloud.token("ann", service, Instant.now().minusSeconds(5));
    String onlySync = SyncCloud.token("ann", service);
    String elsewhere = ChatCloud.token("ann", "IS00000000000000000000000000000000");
    for (String token : List.of(expired, onlySync, elsewhere, "rubbish")) {
      String who = who("guest" + node.events.size());
      node.call(who, "connect", "uri", cloud.twilsock(), "token", token, "wait", false);
      soon(
          () ->
              assertThat(node.heard(who, "connectionError"))
                  .anyMatch(e -> e.get("terminal").getAsBoolean()));
      assertThat(node.heard(who, "tokenExpired")).hasSize(token.equals(expired) ? 1 : 0);
    }
  }

  @Judged
  @Capability("a closed conversation can be read and not written to")
  void readsAClosedConversation(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    cloud.conversation(service, "room", "ann");
    String ann = enter(node, "ann");
    node.call(ann, "send", "body", "last words");
    cloud.conversations.update(service, "room", ChatCloud.in(ConversationRecord.State.CLOSED));
    soon(
        () ->
            assertThat(node.heard(ann, "conversationUpdated"))
                .anyMatch(e -> e.get("reasons").toString().contains("state")));
    assertThat(node.call(ann, "conversation").get("state").getAsString()).isEqualTo("closed");
    assertThat(node.refusal(ann, "send", "body", "one more")).isEqualTo("400/50377");
    assertThat(node.refusal(ann, "edit", "index", 0, "body", "other words")).isEqualTo("400/50377");
    assertThat(bodies(node.call(ann, "messages", "size", 10))).containsExactly("last words");
    leaveAll(node);
  }

  @Judged
  @Capability("being added and removed by others; a deleted conversation")
  void hearsOfBeingAddedAndRemoved(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    cloud.conversation(service, "room");
    String ann = connect(node, "ann");
    MemberRecord added = cloud.conversations.join(service, "room", "ann", Optional.empty());
    soon(() -> assertThat(node.heard(ann, "conversationJoined")).hasSize(1));
    cloud.conversations.leave(service, "room", added.sid());
    soon(() -> assertThat(node.heard(ann, "conversationLeft")).hasSize(1));
    assertThat(node.refusal(ann, "open", "name", "room")).isEqualTo("403/50430");
    cloud.conversation(service, "other", "ann");
    soon(() -> assertThat(node.heard(ann, "conversationJoined")).hasSize(2));
    cloud.conversations.delete(service, "other");
    soon(() -> assertThat(node.heard(ann, "conversationRemoved")).hasSizeGreaterThanOrEqualTo(2));
    assertThat(node.refusal(ann, "open", "name", "other")).isEqualTo("404/20404");
    leaveAll(node);
  }

  @Judged
  @Capability("strangers are refused")
  void refusesStrangers(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    ConversationRecord room = cloud.conversation(service, "room", "ann");
    String eve = connect(node, "eve");
    assertThat(node.refusal(eve, "open", "name", "room")).isEqualTo("403/50430");
    assertThat(node.refusal(eve, "openBySid", "sid", room.sid())).isEqualTo("403/50430");
    leaveAll(node);
  }

  @Judged
  @Capability("a dropped socket: missed events arrive once and in order")
  void missesNothingWhileAway(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    cloud.conversation(service, "room", "ann");
    String ann = enter(node, "ann");
    node.call(ann, "participants");
    cloud.say(service, "room", "before");
    soon(() -> assertThat(node.bodies(ann)).containsExactly("before"));
    cloud.dropSockets();
    for (int i = 0; i < 20; i++) {
      cloud.say(service, "room", "meanwhile " + i);
    }
    cloud.conversations.join(service, "room", "bob", Optional.empty());
    var expected = new ArrayList<>(List.of("before"));
    IntStream.range(0, 20).forEach(i -> expected.add("meanwhile " + i));
    soon(() -> assertThat(node.bodies(ann)).isEqualTo(expected));
    soon(() -> assertThat(node.identities(ann, "participantJoined")).containsExactly("bob"));
    cloud.say(service, "room", "after");
    expected.add("after");
    soon(() -> assertThat(node.bodies(ann)).isEqualTo(expected));
    leaveAll(node);
  }

  @Judged
  @Capability("two users write at the same time: the same order for all")
  void agreesOnOneOrder(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    cloud.conversation(service, "room", "ann", "bob", "carl");
    String ann = enter(node, "ann");
    String bob = enter(node, "bob");
    String carl = enter(node, "carl");
    CompletableFuture<JsonObject> first = node.begin(ann, "sendMany", "prefix", "a", "count", 20);
    CompletableFuture<JsonObject> second = node.begin(bob, "sendMany", "prefix", "b", "count", 20);
    node.result("sendMany", first);
    node.result("sendMany", second);
    soon(() -> assertThat(node.bodies(carl)).hasSize(40).doesNotHaveDuplicates());
    soon(() -> assertThat(node.bodies(ann)).isEqualTo(node.bodies(carl)));
    soon(() -> assertThat(node.bodies(bob)).isEqualTo(node.bodies(carl)));
    assertThat(
            cloud.conversations.messages(service, "room", null, false, 100).stream()
                .map(MessageRecord::body)
                .toList())
        .isEqualTo(node.bodies(carl));
    leaveAll(node);
  }

  @Judged
  @Capability("the Sync SDK beside it: two sockets, one token, two name spaces")
  void sharesAnAppWithSync(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    ConversationRecord room = cloud.conversation(service, "room", "ann");
    HostedService hosted = cloud.sync.create(ServiceSettings.DEFAULTS);
    hosted
        .createMap(Caller.BACKEND, "speakers", null)
        .permit("ann", new Permission(true, true, true));
    String token = ChatCloud.token("ann", service, hosted.sid());
    String ann = connect(node, "ann", token);
    node.call(ann, "open", "name", "room");
    node.call(ann, "settled");
    Sdk beside =
        switch (sdk) {
          case CONVERSATIONS_2_1 -> Sdk.SYNC_3_1;
          case CONVERSATIONS_2_6 -> Sdk.SYNC_3_3;
          default -> Sdk.SYNC_4_0;
        };
    node.call(
        ann,
        "sync",
        "sdk",
        beside.module(),
        "uri",
        cloud.twilsock(),
        "token",
        token,
        "map",
        "speakers");
    var item = new JsonObject();
    hosted.map("speakers").put(Caller.BACKEND, "bob", item, null, null);
    cloud.say(service, "room", "hello");
    soon(() -> assertThat(node.heard(ann, "itemAdded")).hasSize(1));
    soon(() -> assertThat(node.bodies(ann)).containsExactly("hello"));
    // The objects of Conversations do not exist for Sync.
    assertThat(
            node.refusal(ann, "syncMissing", "kind", "document", "name", room.sid() + ".channel"))
        .isEqualTo("404/54100");
    leaveAll(node);
  }

  /**
   * Three versions of the SDK write to one conversation while the server is killed and returns on
   * the same file and port.
   */
  @Test
  @Capability(
      value = "the server killed and restarted: nothing acknowledged is lost, nothing comes twice",
      judgedBy = {Sdk.CONVERSATIONS_3_0, Sdk.CONVERSATIONS_2_6, Sdk.CONVERSATIONS_2_1})
  void losesNothingWhenTheServerIsKilled(@TempDir Path home) throws Exception {
    Path file = home.resolve("cloud.db");
    String killed;
    try (ChatCloud before = ChatCloud.on(file, 0)) {
      killed = before.service();
      before.conversation(killed, "room", "p30", "p26", "p21");
    }
    var people = new LinkedHashMap<String, NodeConversations>();
    people.put("p30", node(Sdk.CONVERSATIONS_3_0));
    people.put("p26", node(Sdk.CONVERSATIONS_2_6));
    people.put("p21", node(Sdk.CONVERSATIONS_2_1));
    var sent = new ArrayList<String>();
    try (var server = new KillableServer(ChatServer.class, file)) {
      String uri = "ws://127.0.0.1:" + server.port() + "/v3/wsconnect";
      var sending = new ArrayList<CompletableFuture<JsonObject>>();
      for (var person : people.entrySet()) {
        String token = ChatCloud.token(person.getKey(), killed);
        NodeConversations node = person.getValue();
        node.call(person.getKey(), "connect", "uri", uri, "token", token);
        node.call(person.getKey(), "open", "name", "room");
        node.call(person.getKey(), "settled");
      }
      for (var person : people.entrySet()) {
        sending.add(
            person
                .getValue()
                .begin(
                    person.getKey(),
                    "sendSteadily",
                    "prefix",
                    person.getKey(),
                    "count",
                    60,
                    "pause",
                    30));
      }
      NodeConversations watcher = people.get("p30");
      soon(() -> assertThat(watcher.bodies("p30")).hasSizeGreaterThan(50));
      server.killAndRestart();
      for (CompletableFuture<JsonObject> call : sending) {
        people
            .get("p30")
            .result("sendSteadily", call)
            .getAsJsonArray("sent")
            .forEach(body -> sent.add(body.getAsString()));
      }
      JsonObject last = watcher.call("p30", "send", "body", "the end");
      assertThat(last.get("index").getAsInt()).isGreaterThanOrEqualTo(sent.size());
      for (var person : people.entrySet()) {
        soon(() -> assertThat(person.getValue().bodies(person.getKey())).endsWith("the end"));
        List<String> heard = person.getValue().bodies(person.getKey());
        assertThat(heard).doesNotHaveDuplicates().containsAll(sent);
        assertThat(heard).isEqualTo(watcher.bodies("p30"));
        person.getValue().call(person.getKey(), "shutdown");
      }
      assertThat(sent).hasSizeGreaterThan(50);
    }
    try (ChatCloud after = ChatCloud.on(file, 0)) {
      List<String> stored =
          after.conversations.messages(killed, "room", null, false, 1000).stream()
              .map(MessageRecord::body)
              .toList();
      assertThat(stored).isEqualTo(people.get("p30").bodies("p30"));
    }
  }
}
