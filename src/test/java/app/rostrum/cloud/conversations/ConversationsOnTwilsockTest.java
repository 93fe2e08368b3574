package app.rostrum.cloud.conversations;

import static app.rostrum.cloud.conversations.ChatClient.ok;
import static app.rostrum.cloud.conversations.ChatClient.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.sync.ServiceSettings;
import app.rostrum.cloud.sync.SyncCloud;
import app.rostrum.cloud.twilsock.FakeSocket;
import app.rostrum.testing.ManualClock;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The server side of Conversations, with clients that keep to the protocol and others that do not.
 */
@Timeout(120)
class ConversationsOnTwilsockTest {
  private ChatCloud cloud;
  private String service;
  private ConversationRecord room;

  @BeforeEach
  void open() throws Exception {
    cloud = ChatCloud.inMemory();
    service = cloud.service();
    room = cloud.conversation(service, "room", "ann", "bob");
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private ChatClient client(String identity) {
    return new ChatClient(cloud, service, identity);
  }

  private List<String> stored() {
    return cloud.conversations.messages(service, "room", null, false, 10_000).stream()
        .map(MessageRecord::body)
        .toList();
  }

  private String sidOf(String list, String name) {
    return switch (list) {
      case "list" -> cloud.sync.productService("ip_messaging", service).list(name).sid();
      case "map" -> cloud.sync.productService("ip_messaging", service).map(name).sid();
      default -> cloud.sync.productService("ip_messaging", service).document(name).sid();
    };
  }

  private static List<Integer> refused(TwilsockMessage.Reply reply) {
    return List.of(reply.status().code(), reply.status().errorCode());
  }

  @Test
  void aSocketOpensOnlyTheProductsThatItsTokenGrants() {
    String syncOnly = SyncCloud.token("ann", cloud.sync.create(ServiceSettings.DEFAULTS).sid());
    assertThat(refused(new FakeSocket(cloud.endpoint).init(syncOnly, "ip_messaging")))
        .containsExactly(401, 20106);
    assertThat(
            refused(
                new FakeSocket(cloud.endpoint).init(ChatCloud.token("ann", service), "data_sync")))
        .containsExactly(401, 20106);
    assertThat(
            refused(
                new FakeSocket(cloud.endpoint)
                    .init(ChatCloud.token("ann", service), "something_else")))
        .containsExactly(400, 0);
    String nowhere = ChatCloud.token("ann", "IS00000000000000000000000000000000");
    assertThat(refused(new FakeSocket(cloud.endpoint).init(nowhere, "ip_messaging")))
        .containsExactly(403, 20403);
    String byOtherName =
        SyncCloud.signedRight(
            "{\"identity\":\"ann\",\"ip_messaging\":{\"service_sid\":\"" + service + "\"}}",
            Instant.now().plusSeconds(60));
    ok(
        new ChatClient(cloud, service, byOtherName, "ip_messaging")
            .call("GET", "/Client/v2/Configuration", ""));
  }

  @Test
  void requestsForOtherProductsThanTheSocketsAreRefused() {
    String both =
        ChatCloud.token("ann", service, cloud.sync.create(ServiceSettings.DEFAULTS).sid());
    var sync = new FakeSocket(cloud.endpoint);
    sync.init(both, "data_sync");
    var call = new HttpCall("aim.test", "/Client/v2/Configuration", "GET", Map.of(), Map.of());
    assertThat(refusal(sync.ask("ip_messaging", call, ""))).isEqualTo("403/20106");
    // Sync does not know the commands of Conversations.
    assertThat(refusal(sync.ask("data_sync", call, ""))).isEqualTo("404/20404");
    var shared = new FakeSocket(cloud.endpoint);
    shared.init(both, "data_sync", "ip_messaging");
    ok(shared.ask("ip_messaging", call, ""));
    ok(
        shared.ask(
            "data_sync",
            new HttpCall("cds.test", "/v3/Maps", "POST", Map.of(), Map.of()),
            "{\"unique_name\":\"m\"}"));
  }

  @Test
  void aNewTokenMustNameTheSameServices() {
    var client = client("ann");
    String elsewhere = cloud.service();
    assertThat(
            refused(
                client.socket.ask(
                    new TwilsockMessage.Update("TMupdate1", ChatCloud.token("ann", elsewhere)))))
        .containsExactly(403, 51232);
    assertThat(
            refused(
                client.socket.ask(
                    new TwilsockMessage.Update("TMupdate2", ChatCloud.token("bob", service)))))
        .containsExactly(403, 51232);
    assertThat(
            refused(
                client.socket.ask(
                    new TwilsockMessage.Update("TMupdate3", ChatCloud.token("ann", service)))))
        .containsExactly(200, 0);
  }

  @Test
  void theConfigurationLinksToTheHostOfItsRequest() {
    JsonObject configuration = ok(client("ann").call("GET", "/Client/v2/Configuration", ""));
    JsonObject links = configuration.getAsJsonObject("links");
    assertThat(configuration.get("identity").getAsString()).isEqualTo("ann");
    assertThat(links.get("conversations").getAsString())
        .isEqualTo("https://aim.example.test/Client/v2/Services/" + service + "/Conversations");
    assertThat(links.get("my_conversations").getAsString())
        .matches("https://aim.example.test/.*/Users/US[0-9a-f]{32}/Conversations");
    assertThat(links.get("media_service").getAsString()).startsWith("https://");
    assertThat(configuration.getAsJsonObject("options").get("reachability_enabled").getAsBoolean())
        .isTrue();
  }

  @Test
  void invalidInputIsRefusedWithTwiliosCodes() {
    ChatClient ann = client("ann");
    assertThat(refusal(ann.send("room", "{}"))).isEqualTo("400/50503");
    assertThat(refusal(ann.send("room", "{\"body\":\"\"}"))).isEqualTo("400/50503");
    assertThat(refusal(ann.send("room", "not json"))).isEqualTo("400/20001");
    assertThat(refusal(ann.send("room", "[1]"))).isEqualTo("400/20001");
    assertThat(refusal(ann.send("room", "{\"body\":7}"))).isEqualTo("400/20001");
    assertThat(refusal(ann.send("room", "{\"body\":\"x\",\"attributes\":{\"a\":1}}")))
        .isEqualTo("400/20001");
    assertThat(refusal(ann.send("room", "{\"body\":\"x\",\"attributes\":\"not json\"}")))
        .isEqualTo("400/50304");
    assertThat(refusal(ann.send("room", "{\"body\":\"x\",\"media_sids\":[\"ME1\"]}")))
        .isEqualTo("400/20001");
    String kib = "ü".repeat(512);
    ok(ann.send("room", "{\"body\":\"" + kib.repeat(32) + "\"}"));
    assertThat(refusal(ann.send("room", "{\"body\":\"" + kib.repeat(32) + "x\"}")))
        .isEqualTo("400/50504");
    String attributes = "{\\\"a\\\":\\\"" + "x".repeat(16 * 1024) + "\\\"}";
    assertThat(refusal(ann.send("room", "{\"body\":\"x\",\"attributes\":\"" + attributes + "\"}")))
        .isEqualTo("400/50303");
    assertThat(
            refusal(
                ann.call(
                    "POST",
                    "/Client/v2/Services/" + service + "/Conversations",
                    "{\"unique_name\":\"" + "x".repeat(257) + "\"}")))
        .isEqualTo("400/50004");
    assertThat(refusal(ann.call("PATCH", ann.conversations("room"), ""))).isEqualTo("405/20004");
    assertThat(refusal(ann.call("GET", "/Client/v2/Nothing", ""))).isEqualTo("404/20404");
    assertThat(refusal(ann.call("GET", ann.conversations("%zz") + "%", ""))).isEqualTo("404/20404");
    assertThat(stored()).containsExactly(kib.repeat(32));
  }

  @Test
  void strangersCanReadAndChangeNothing() {
    cloud.say(service, "room", "secret");
    MemberRecord bob = cloud.conversations.participant(service, "room", "bob");
    ChatClient eve = client("eve");
    String room = eve.conversations(this.room.sid());
    for (String path :
        List.of(
            room, room + "/Messages/IM1", room + "/Participants/bob", eve.conversations("room"))) {
      assertThat(refusal(eve.call("GET", path, ""))).as(path).isEqualTo("403/50430");
    }
    assertThat(refusal(eve.send("room", "{\"body\":\"x\"}"))).isEqualTo("403/50430");
    assertThat(refusal(eve.call("POST", room + "/Participants", "{\"identity\":\"eve\"}")))
        .isEqualTo("403/50430");
    assertThat(refusal(eve.call("DELETE", room, ""))).isEqualTo("403/50430");
    assertThat(refusal(eve.call("DELETE", room + "/Participants/" + bob.sid(), "")))
        .isEqualTo("403/50430");
    assertThat(
            refusal(
                eve.call(
                    "POST",
                    "/v1/Instances/" + service + "/Typing",
                    "ChannelSid=" + this.room.sid())))
        .isEqualTo("403/50430");
    String users = "/Client/v2/Services/" + service + "/Users/";
    assertThat(refusal(eve.call("GET", users + "bob", ""))).isEqualTo("404/50200");
    assertThat(refusal(eve.call("GET", users + "bob/Conversations", ""))).isEqualTo("403/50107");
    for (String name : List.of("Documents/%s.channel", "Lists/%s.messages", "Maps/%s.roster")) {
      assertThat(refusal(eve.call("GET", "/v3/" + name.formatted(this.room.sid()), "")))
          .isEqualTo("403/54007");
    }
    assertThat(refusal(eve.call("GET", "/v3/Maps/bob.channels", ""))).isEqualTo("403/54007");
    assertThat(eve.subscribe(sidOf("list", this.room.sid() + ".messages"), "list"))
        .isEqualTo("subscription_failed");
    assertThat(eve.subscribe(sidOf("map", "bob.channels"), "map")).isEqualTo("subscription_failed");
  }

  @Test
  void aClientOfOneServiceCannotReachAnother() {
    String other = cloud.service();
    cloud.conversation(other, "room", "ann");
    ChatClient ann = client("ann");
    String foreign = "/Client/v2/Services/" + other;
    assertThat(refusal(ann.call("GET", foreign + "/Conversations/room", "")))
        .isEqualTo("403/20403");
    assertThat(refusal(ann.call("GET", foreign + "/Users/ann", ""))).isEqualTo("403/20403");
    assertThat(refusal(ann.call("POST", "/v1/Instances/" + other + "/Typing", "ChannelSid=CH1")))
        .isEqualTo("403/20403");
    String list =
        cloud
            .sync
            .productService("ip_messaging", other)
            .list(cloud.conversations.conversation(other, "room").sid() + ".messages")
            .sid();
    assertThat(ann.subscribe(list, "list")).isEqualTo("subscription_failed");
  }

  @Test
  void clientsCannotWriteToSync() {
    ChatClient ann = client("ann");
    String map = "/v3/Maps/" + room.sid() + ".roster";
    for (String path :
        List.of(map + "/Items/MB1", map, "/v3/Documents/" + room.sid() + ".channel", "/v3/Maps")) {
      for (String method : List.of("POST", "PUT", "DELETE")) {
        assertThat(refusal(ann.call(method, path, "{\"data\":{}}"))).isEqualTo("403/54007");
      }
    }
    ok(ann.call("GET", map, ""));
  }

  @Test
  void aParticipantWhoHasLeftHearsNothingMore() {
    ChatClient ann = client("ann");
    ChatClient bob = client("bob");
    String list = sidOf("list", room.sid() + ".messages");
    assertThat(ann.subscribe(list, "list")).isEqualTo("subscription_established");
    assertThat(bob.subscribe(list, "list")).isEqualTo("subscription_established");
    cloud.conversations.leave(service, "room", "bob");
    cloud.say(service, "room", "among us");
    await().until(() -> !ann.events("list_item_added").isEmpty());
    assertThat(bob.events("list_item_added")).isEmpty();
    assertThat(bob.subscribe(list, "list")).isEqualTo("subscription_failed");
    assertThat(refusal(bob.send("room", "{\"body\":\"x\"}"))).isEqualTo("403/50430");
  }

  @Test
  void aRepeatedCommandRunsOnce() {
    ChatClient ann = client("ann");
    TwilsockMessage.Reply first = ann.sendOnce("room", "{\"body\":\"hello\"}", "m-1");
    TwilsockMessage.Reply again = client("ann").sendOnce("room", "{\"body\":\"hello\"}", "m-1");
    assertThat(again.text()).isEqualTo(first.text());
    // Ids of different users do not collide; a refused command may be retried.
    ok(client("bob").sendOnce("room", "{\"body\":\"hello\"}", "m-1"));
    assertThat(refusal(ann.sendOnce("room", "{}", "m-2"))).isEqualTo("400/50503");
    ok(ann.sendOnce("room", "{\"body\":\"second\"}", "m-2"));
    assertThat(stored()).containsExactly("hello", "hello", "second");
    assertThat(refusal(ann.sendOnce("room", "{\"body\":\"x\"}", "m".repeat(65))))
        .isEqualTo("400/20001");
  }

  @Test
  void repetitionsWaitForTheFirstCommandsAnswer() throws Exception {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> send =
          () -> client("ann").sendOnce("room", "{\"body\":\"hello\"}", "m").text();
      var answers = new ArrayList<String>();
      for (var future : pool.invokeAll(List.of(send, send, send, send))) {
        answers.add(future.get());
      }
      assertThat(answers).allMatch(answers.getFirst()::equals);
    }
    assertThat(stored()).containsExactly("hello");
  }

  @Test
  void rateLimitsStopOneClientAndNotTheOthers() {
    ChatClient ann = client("ann");
    var codes =
        IntStream.range(0, 150)
            .mapToObj(i -> ann.send("room", "{\"body\":\"" + i + "\"}"))
            .filter(reply -> reply.httpStatus() >= 400)
            .map(ChatClient::refusal)
            .toList();
    assertThat(codes).isNotEmpty().containsOnly("429/20429");
    ok(client("bob").send("room", "{\"body\":\"calm\"}"));
    assertThat(stored()).endsWith("calm").hasSizeBetween(60, 120);
  }

  @Test
  void onlyTheOthersAreToldOfTypingAndNotTooOften() {
    ChatClient ann = client("ann");
    ChatClient bob = client("bob");
    ChatClient eve = client("eve");
    for (int i = 0; i < 5; i++) {
      JsonObject answer =
          ok(ann.call("POST", "/v1/Instances/" + service + "/Typing", "ChannelSid=" + room.sid()));
      assertThat(answer.get("typing_timeout").getAsInt()).isEqualTo(5);
    }
    assertThat(typed(bob)).hasSize(1);
    assertThat(typed(bob).getFirst().get("identity").getAsString()).isEqualTo("ann");
    assertThat(typed(bob).getFirst().get("typing_timeout").getAsInt()).isEqualTo(6);
    assertThat(typed(ann)).isEmpty();
    assertThat(typed(eve)).isEmpty();
    for (String form : List.of("", "ChannelSid=", "ChannelSid=%zz", "ChannelSid=a&ChannelSid=b")) {
      assertThat(ann.call("POST", "/v1/Instances/" + service + "/Typing", form).httpStatus())
          .isBetween(400, 404);
    }
  }

  private static List<JsonObject> typed(ChatClient client) {
    return client.socket.notifications().stream().filter(n -> n.has("typing_timeout")).toList();
  }

  @Test
  void aUserCalledSystemOwnsNothing() {
    cloud.conversations.join(service, "room", "system", Optional.empty());
    String message = cloud.say(service, "room", "from the backend").sid();
    ChatClient system = client("system");
    assertThat(refusal(system.call("DELETE", system.conversations("room"), "")))
        .isEqualTo("403/50107");
    assertThat(
            refusal(
                system.call("DELETE", system.conversations("room") + "/Messages/" + message, "")))
        .isEqualTo("403/50107");
  }

  @Test
  void aConversationHoldsAThousandParticipants() {
    for (int i = 2; i < 1000; i++) {
      cloud.conversations.join(service, "room", "p" + i, Optional.empty());
    }
    assertThatThrownBy(
            () -> cloud.conversations.join(service, "room", "one too many", Optional.empty()))
        .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(50417));
  }

  @Test
  void manyMessagesUpdateTheDocumentFewTimes() {
    ChatClient ann = client("ann");
    String document = sidOf("document", room.sid() + ".channel");
    assertThat(ann.subscribe(document, "document")).isEqualTo("subscription_established");
    for (int i = 0; i < 50; i++) {
      cloud.say(service, "room", "m" + i);
    }
    await()
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(
                        ann.events("document_updated")
                            .getLast()
                            .getAsJsonObject("document_data")
                            .getAsJsonObject("lastMessage")
                            .get("index")
                            .getAsInt())
                    .isEqualTo(49));
    assertThat(ann.events("document_updated")).hasSizeLessThan(10);
  }

  @Test
  void aDeletedServiceAnswersNothing() {
    ChatClient ann = client("ann");
    cloud.conversations.deleteService(service);
    assertThat(refusal(ann.call("GET", "/Client/v2/Configuration", ""))).isEqualTo("404/20404");
    assertThat(refusal(ann.send("room", "{\"body\":\"x\"}"))).isEqualTo("404/20404");
    ann.socket.leave();
    String token = ChatCloud.token("ann", service);
    assertThat(refused(new FakeSocket(cloud.endpoint).init(token, "ip_messaging")))
        .containsExactly(403, 20403);
  }

  @Test
  void connectedClientsHearOfTimers() throws Exception {
    var clock = new ManualClock();
    try (var timed = ChatCloud.inMemory(clock)) {
      String chats = timed.service();
      ConversationRecord closing =
          timed.conversations.create(
              chats,
              new ConversationSettings(
                  Optional.of("short"),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(Duration.ofMinutes(5)),
                  Optional.of(Duration.ofMinutes(30))));
      timed.conversations.join(chats, "short", "ann", Optional.empty());
      String token =
          SyncCloud.signedRight(
              "{\"identity\":\"ann\",\"chat\":{\"service_sid\":\"" + chats + "\"}}",
              clock.instant().plusSeconds(86_400));
      var ann = new ChatClient(timed, chats, token, "ip_messaging");
      String document =
          timed
              .sync
              .productService("ip_messaging", chats)
              .document(closing.sid() + ".channel")
              .sid();
      assertThat(ann.subscribe(document, "document")).isEqualTo("subscription_established");
      clock.advance(Duration.ofMinutes(6));
      await().untilAsserted(() -> assertThat(states(ann)).containsExactly("inactive"));
      // A message makes it active and restarts the timers.
      ok(ann.send("short", "{\"body\":\"awake\"}"));
      await().untilAsserted(() -> assertThat(states(ann)).endsWith("active"));
      clock.advance(Duration.ofMinutes(29));
      ok(ann.send("short", "{\"body\":\"again\"}"));
      clock.advance(Duration.ofMinutes(30));
      assertThat(refusal(ann.send("short", "{\"body\":\"late\"}"))).isEqualTo("400/50377");
      await().untilAsserted(() -> assertThat(states(ann)).endsWith("closed"));
      ok(ann.call("GET", "/v3/Lists/" + closing.sid() + ".messages/Items", ""));
    }
  }

  private static List<String> states(ChatClient client) {
    return client.events("document_updated").stream()
        .map(
            e ->
                e.getAsJsonObject("document_data")
                    .getAsJsonObject("state")
                    .get("current")
                    .getAsString())
        .toList();
  }
}
