package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.wire.token.AccessToken;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The endpoints and webhooks as the protocol notes have them. */
@NullUnmarked
class ReferenceBackendTest {
  private final FakeTwilio twilio = new FakeTwilio();
  private final BackendHarness api = new BackendHarness(twilio);

  @AfterEach
  void close() {
    api.close();
  }

  private static AccessToken read(String jwt) throws AccessToken.TokenException {
    return AccessToken.verify(jwt, key -> Optional.of(BackendHarness.SECRET), Instant.now());
  }

  @Test
  void thePasscodeIsVerified() {
    var answer = api.call("/verify-passcode", "{}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(JsonParser.parseString("{\"verified\":true}"));
    assertThat(api.passcode()).matches("\\d{14}");
  }

  @Test
  void creatingAStreamMakesEverythingInTheReferencesOrder() throws Exception {
    twilio.log.clear();
    var answer = api.create("Alice", "Late Night Java");
    assertThat(answer.status()).isEqualTo(200);
    String room = answer.roomSid();

    assertThat(twilio.log)
        .map(line -> line.replaceAll("(IS|RM|VJ|ZX)[0-9a-f]{32}", "$1"))
        .containsSubsequence(
            "POST video.twilio.com/v1/Rooms",
            "POST media.twilio.com/v1/PlayerStreamers",
            "POST media.twilio.com/v1/MediaProcessors",
            "POST sync.twilio.com/v1/Services",
            "POST sync.twilio.com/v1/Services/IS/Maps/streams/Items",
            "POST sync.twilio.com/v1/Services/IS/Maps",
            "POST sync.twilio.com/v1/Services/IS/Maps/speakers/Items",
            "POST sync.twilio.com/v1/Services/IS/Maps/viewers/Permissions/Alice",
            "POST conversations.twilio.com/v1/Services/IS/Conversations/RM/Participants");
    JsonObject made = twilio.rooms.get(room);
    assertThat(made.get("type").getAsString()).isEqualTo("group");
    assertThat(made.get("status_callback").getAsString())
        .isEqualTo("http://backend.test:8080/rooms-webhook");
    var service = twilio.serviceOf(room);
    assertThat(service.settings.get("webhook_url").getAsString())
        .isEqualTo("http://backend.test:8080/sync-webhook");
    assertThat(service.settings.get("acl_enabled").getAsBoolean()).isTrue();
    assertThat(service.settings.get("reachability_webhooks_enabled").getAsBoolean()).isTrue();
    assertThat(service.settings.get("reachability_debouncing_enabled").getAsBoolean()).isTrue();
    assertThat(service.maps).containsOnlyKeys("speakers", "raised_hands", "viewers", "kept_out");
    assertThat(service.maps.get("speakers").get("Alice").get("data"))
        .isEqualTo(JsonParser.parseString("{\"host\":true}"));
    assertThat(service.readers)
        .containsExactlyInAnyOrder(
            "speakers:Alice",
            "raised_hands:Alice",
            "viewers:Alice",
            "stream:Alice",
            "reactions:Alice",
            "captions:Alice",
            "kept_out:Alice");
    assertThat(twilio.conversations).containsEntry(room, List.of("Alice"));
    JsonObject item = twilio.streams().get(room).getAsJsonObject("data");
    assertThat(item.get("sync_service_sid").getAsString()).isEqualTo(twilio.sidOfService(room));
    assertThat(twilio.live)
        .containsKeys(
            item.get("player_streamer_sid").getAsString(),
            item.get("media_processor_sid").getAsString());

    assertThat(answer.body().getAsJsonObject("sync_object_names"))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"speakers_map":"speakers","viewers_map":"viewers","raised_hands_map":"raised_hands",
                 "stream_document":"stream","reactions_document":"reactions","captions_document":"captions","kept_out_map":"kept_out"}
                """));
    assertThat(answer.body().get("chat_enabled").getAsBoolean()).isTrue();
    assertThat(answer.body().getAsJsonObject("endpoints"))
        .isEqualTo(
            JsonParser.parseString("{\"video\":\"/signaling\",\"twilsock\":\"/v3/wsconnect\"}"));
    AccessToken token = read(answer.token());
    assertThat(token.identity()).isEqualTo("Alice");
    assertThat(token.keySid()).isEqualTo(BackendHarness.KEY);
    assertThat(token.accountSid()).isEqualTo(FakeTwilio.ACCOUNT);
    assertThat(token.grantField("video", "room")).contains(room);
    assertThat(token.grantField("data_sync", "service_sid")).contains(twilio.sidOfService(room));
    assertThat(token.grantField("chat", "service_sid"))
        .contains(twilio.chatServices.keySet().iterator().next());
    assertThat(token.expires())
        .isBetween(Instant.now().plusSeconds(14_400 - 60), Instant.now().plusSeconds(14_400 + 1));
  }

  @Test
  void aSecondStreamOfTheSameNameIsRefusedInTheReferencesWords() {
    api.create("Alice", "Java");
    int services = twilio.syncServices.size();
    var second = api.create("Mallory", "Java");
    assertThat(second.status()).isEqualTo(500);
    assertThat(second.message()).isEqualTo("error creating room");
    assertThat(second.explanation()).isEqualTo("Room exists");
    assertThat(twilio.syncServices).hasSize(services);
    assertThat(twilio.rooms).hasSize(1);
  }

  @Test
  void aSpeakerJoins() throws Exception {
    String room = api.create("Alice", "Java").roomSid();
    var answer = api.joinAsSpeaker("Bob", "Java", null);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.roomSid()).isEqualTo(room);
    assertThat(
            answer.body().getAsJsonObject("sync_object_names").get("user_document").getAsString())
        .isEqualTo("user-Bob");
    var service = twilio.serviceOf(room);
    assertThat(service.documents).containsKey("user-Bob");
    assertThat(service.readers)
        .contains("user-Bob:Bob", "speakers:Bob", "raised_hands:Bob", "viewers:Bob");
    assertThat(twilio.conversations.get(room)).containsExactly("Alice", "Bob");
    AccessToken token = read(answer.token());
    assertThat(token.identity()).isEqualTo("Bob");
    assertThat(token.grantField("video", "room")).contains(room);
    assertThat(token.grant("player")).isEmpty();
    // Joining again, with the same document and chat membership there, works as well.
    assertThat(api.joinAsSpeaker("Bob", "Java", answer.token()).status()).isEqualTo(200);
  }

  @Test
  void aViewerJoinsWithThePlaybackGrantInTheToken() throws Exception {
    String room = api.create("Alice", "Java").roomSid();
    var answer = api.joinAsViewer("Bob", "Java", null);
    assertThat(answer.status()).isEqualTo(200);
    String streamer =
        twilio.streams().get(room).getAsJsonObject("data").get("player_streamer_sid").getAsString();
    AccessToken token = read(answer.token());
    assertThat(token.grant("video")).isEmpty();
    JsonObject player = token.grant("player").orElseThrow();
    assertThat(player.get("playerStreamerSid").getAsString()).isEqualTo(streamer);
    assertThat(player.get("playbackUrl").getAsString())
        .isEqualTo("https://play.test/hls/" + streamer);
    assertThat(player.get("whepUrl").getAsString()).isEqualTo("/whep/" + streamer);
    assertThat(player.get("requestCredentials").isJsonNull()).isTrue();
    assertThat(answer.body().getAsJsonObject("playback").get("whepUrl").getAsString())
        .isEqualTo("/whep/" + streamer);
    assertThat(twilio.serviceOf(room).documents.get("user-Bob").get("data"))
        .satisfies(
            data -> {
              assertThat(data.getAsJsonObject().get("speaker_invite").getAsBoolean()).isFalse();
              assertThat(data.getAsJsonObject().get("admission").getAsLong())
                  .isLessThan(token.number());
            });
  }

  @Test
  void joiningAsAViewerWithdrawsAnInvitation() {
    var host = api.create("Alice", "Java");
    var viewer = api.joinAsViewer("Bob", "Java", null);
    invite("Bob", host);
    assertThat(userDocument(host, "Bob").get("speaker_invite").getAsBoolean()).isTrue();
    twilio.log.clear();
    api.joinAsViewer("Bob", "Java", viewer.token());
    assertThat(userDocument(host, "Bob").get("speaker_invite").getAsBoolean()).isFalse();
    assertThat(twilio.log).noneMatch(line -> line.endsWith("/Documents"));
  }

  private BackendHarness.Answer invite(String identity, BackendHarness.Answer host) {
    return api.call(
        "/send-speaker-invite",
        "{\"user_identity\":\"%s\",\"room_sid\":\"%s\"}".formatted(identity, host.roomSid()),
        host.token());
  }

  private JsonObject userDocument(BackendHarness.Answer stream, String identity) {
    return twilio
        .serviceOf(stream.roomSid())
        .documents
        .get("user-" + identity)
        .getAsJsonObject("data");
  }

  @Test
  void anInvitationKeepsTheOtherFieldsOfTheDocument() {
    var host = api.create("Alice", "Java");
    api.joinAsViewer("Bob", "Java", null);
    userDocument(host, "Bob").addProperty("colour", "blue");
    assertThat(invite("Bob", host).body()).isEqualTo(JsonParser.parseString("{\"sent\":true}"));
    assertThat(userDocument(host, "Bob").get("speaker_invite").getAsBoolean()).isTrue();
    assertThat(userDocument(host, "Bob").get("colour").getAsString()).isEqualTo("blue");
  }

  @Test
  void invitingAPersonWhoNeverJoinedFails() {
    var host = api.create("Alice", "Java");
    var answer = invite("Nobody", host);
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.message()).isEqualTo("error updating user document");
  }

  @Test
  void aViewerIsListedOncePlayingHoweverOftenTheCallComes() {
    var host = api.create("Alice", "Java");
    var viewer = api.joinAsViewer("Bob", "Java", null);
    for (int i = 0; i < 2; i++) {
      var answer =
          api.call(
              "/viewer-connected-to-player", BackendHarness.names("Bob", "Java"), viewer.token());
      assertThat(answer.body()).isEqualTo(JsonParser.parseString("{\"success\":true}"));
    }
    assertThat(map(host, "viewers")).containsOnlyKeys("Bob");
    assertThat(map(host, "viewers").get("Bob").get("data")).isEqualTo(new JsonObject());
  }

  private Map<String, JsonObject> map(BackendHarness.Answer stream, String name) {
    return twilio.serviceOf(stream.roomSid()).maps.get(name);
  }

  @Test
  void handsGoUpAndDownHoweverOftenTheCallComes() {
    var host = api.create("Alice", "Java");
    var viewer = api.joinAsViewer("Bob", "Java", null);
    for (int i = 0; i < 2; i++) {
      assertThat(hand("Bob", true, viewer.token()).body())
          .isEqualTo(JsonParser.parseString("{\"sent\":true}"));
    }
    assertThat(map(host, "raised_hands")).containsOnlyKeys("Bob");
    for (int i = 0; i < 2; i++) {
      assertThat(hand("Bob", false, viewer.token()).status()).isEqualTo(200);
    }
    assertThat(map(host, "raised_hands")).isEmpty();
  }

  private BackendHarness.Answer hand(String identity, boolean raised, String token) {
    return api.call(
        "/raise-hand",
        "{\"user_identity\":\"%s\",\"stream_name\":\"Java\",\"hand_raised\":%b}"
            .formatted(identity, raised),
        token);
  }

  @Test
  void theHostRemovesASpeaker() {
    var host = api.create("Alice", "Java");
    twilio.connected.get(host.roomSid()).add("Bob");
    String body = "{\"user_identity\":\"Bob\",\"room_name\":\"Java\"}";
    var answer = api.call("/remove-speaker", body, host.token());
    assertThat(answer.body()).isEqualTo(JsonParser.parseString("{\"removed\":true}"));
    assertThat(twilio.connected.get(host.roomSid())).isEmpty();
    var again = api.call("/remove-speaker", body, host.token());
    assertThat(again.status()).isEqualTo(500);
    assertThat(again.message()).isEqualTo("error removing speaker");
  }

  @Test
  void deletingAStreamCompletesItsRoomAndRoomEndedCleansUp() {
    var host = api.create("Alice", "Java");
    String room = host.roomSid();
    JsonObject item = twilio.streams().get(room).getAsJsonObject("data");
    var answer = api.call("/delete-stream", "{\"stream_name\":\"Java\"}", host.token());
    assertThat(answer.body()).isEqualTo(JsonParser.parseString("{\"deleted\":true}"));
    assertThat(twilio.rooms.get(room).get("status").getAsString()).isEqualTo("completed");
    assertThat(twilio.streams()).containsKey(room);

    // The service may tell it more than once, and at the same time.
    List.of(1, 2, 3).parallelStream()
        .forEach(i -> assertThat(api.roomEvent("room-ended", room, null).status()).isEqualTo(200));
    assertThat(twilio.streams()).isEmpty();
    assertThat(twilio.syncServices).doesNotContainKey(item.get("sync_service_sid").getAsString());
    assertThat(twilio.live.get(item.get("player_streamer_sid").getAsString())).isEqualTo("ended");
    assertThat(twilio.live.get(item.get("media_processor_sid").getAsString())).isEqualTo("ended");

    assertThat(api.joinAsViewer("Bob", "Java", null).message()).isEqualTo("error finding room");
    assertThat(api.call("/delete-stream", "{\"stream_name\":\"Java\"}", host.token()).message())
        .isEqualTo("error deleting stream");
    assertThat(api.create("Bob", "Java").status()).isEqualTo(200);
  }

  @Test
  void roomEndedIsHandledAgainAfterAFailureInTheMiddle() {
    String room = api.create("Alice", "Java").roomSid();
    twilio.breakWhere(line -> line.startsWith("DELETE sync.twilio.com/v1/Services/IS"));
    assertThat(api.roomEvent("room-ended", room, null).status()).isEqualTo(500);
    assertThat(twilio.streams()).containsKey(room);
    twilio.breakWhere(line -> false);
    assertThat(api.roomEvent("room-ended", room, null).status()).isEqualTo(200);
    assertThat(twilio.streams()).isEmpty();
  }

  @Test
  void aParticipantOfTheRoomBecomesASpeaker() {
    var host = api.create("Alice", "Java");
    var viewer = api.joinAsViewer("Bob", "Java", null);
    api.call("/viewer-connected-to-player", BackendHarness.names("Bob", "Java"), viewer.token());
    hand("Bob", true, viewer.token());
    for (int i = 0; i < 2; i++) {
      assertThat(api.roomEvent("participant-connected", host.roomSid(), "Bob").status())
          .isEqualTo(200);
      assertThat(api.roomEvent("participant-connected", host.roomSid(), "Alice").status())
          .isEqualTo(200);
    }
    assertThat(map(host, "viewers")).isEmpty();
    assertThat(map(host, "raised_hands")).isEmpty();
    assertThat(map(host, "speakers")).containsOnlyKeys("Alice", "Bob");
    assertThat(speaker(host, "Alice")).isTrue();
    assertThat(speaker(host, "Bob")).isFalse();

    api.roomEvent("participant-disconnected", host.roomSid(), "Bob");
    assertThat(map(host, "speakers")).containsOnlyKeys("Alice");
  }

  private boolean speaker(BackendHarness.Answer stream, String identity) {
    return map(stream, "speakers").get(identity).getAsJsonObject("data").get("host").getAsBoolean();
  }

  @Test
  void theHostComesBackAsHost() {
    var host = api.create("Alice", "Java");
    api.roomEvent("participant-disconnected", host.roomSid(), "Alice");
    assertThat(map(host, "speakers")).isEmpty();
    api.roomEvent("participant-connected", host.roomSid(), "Alice");
    assertThat(speaker(host, "Alice")).isTrue();
  }

  @Test
  void aLateDisconnectionDoesNotHideASpeakerWhoIsBack() {
    var host = api.create("Alice", "Java");
    api.roomEvent("participant-connected", host.roomSid(), "Bob");
    twilio.connected.get(host.roomSid()).add("Bob");
    api.roomEvent("participant-disconnected", host.roomSid(), "Bob");
    assertThat(map(host, "speakers")).containsKey("Bob");
  }

  @Test
  void theMediaProcessorIsNotListed() {
    var host = api.create("Alice", "Java");
    api.roomEvent("participant-connected", host.roomSid(), "video-composer-v1");
    assertThat(map(host, "speakers")).containsOnlyKeys("Alice");
    assertThat(api.joinAsSpeaker("video-composer-x", "Java", null).message())
        .isEqualTo("invalid user_identity");
  }

  @Test
  void aPersonWhoseSyncConnectionIsGoneLeavesAllLists() {
    var host = api.create("Alice", "Java");
    var viewer = api.joinAsViewer("Bob", "Java", null);
    api.call("/viewer-connected-to-player", BackendHarness.names("Bob", "Java"), viewer.token());
    hand("Bob", true, viewer.token());
    String service = twilio.sidOfService(host.roomSid());
    for (int i = 0; i < 2; i++) {
      assertThat(disconnected(api, service, "Bob").status()).isEqualTo(200);
    }
    assertThat(map(host, "viewers")).isEmpty();
    assertThat(map(host, "raised_hands")).isEmpty();
    assertThat(map(host, "speakers")).containsOnlyKeys("Alice");
  }

  @Test
  void aSpeakerWhoseSyncConnectionReturnsIsListedAgain() {
    var host = api.create("Alice", "Java");
    twilio.connected.get(host.roomSid()).add("Bob");
    api.roomEvent("participant-connected", host.roomSid(), "Bob");
    var form = new HashMap<String, String>();
    form.put("ServiceSid", twilio.sidOfService(host.roomSid()));
    form.put("Identity", "Bob");
    form.put("EventType", "endpoint_disconnected");
    api.webhook("/sync-webhook", form);
    assertThat(map(host, "speakers")).doesNotContainKey("Bob");
    form.put("EventType", "endpoint_connected");
    api.webhook("/sync-webhook", form);
    assertThat(map(host, "speakers")).containsKey("Bob");
  }

  @Test
  void webhooksWithoutAGenuineSignatureAreRefused() {
    String room = api.create("Alice", "Java").roomSid();
    var form = Map.of("StatusCallbackEvent", "room-ended", "RoomSid", room);
    String good = BackendHarness.sign(BackendHarness.PUBLIC + "/rooms-webhook", form);
    for (String bad :
        List.of(
            "",
            "AAAA",
            BackendHarness.sign(BackendHarness.PUBLIC + "/sync-webhook", form),
            BackendHarness.sign("http://elsewhere.test/rooms-webhook", form))) {
      var answer = api.webhook("/rooms-webhook", form, bad);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.message()).isEqualTo("invalid signature");
    }
    var changed = Map.of("StatusCallbackEvent", "room-ended", "RoomSid", room, "More", "1");
    assertThat(api.webhook("/rooms-webhook", changed, good).status()).isEqualTo(403);
    assertThat(twilio.streams()).containsKey(room);
  }

  @Test
  void webhooksAboutUnknownRoomsAndEventsAreIgnored() {
    String room = api.create("Alice", "Java").roomSid();
    assertThat(api.roomEvent("room-ended", "RM" + "0".repeat(32), null).status()).isEqualTo(200);
    assertThat(api.roomEvent("recording-started", room, "Bob").status()).isEqualTo(200);
    assertThat(api.webhook("/rooms-webhook", Map.of()).status()).isEqualTo(200);
    assertThat(api.webhook("/sync-webhook", Map.of("Identity", "Bob")).status()).isEqualTo(200);
    assertThat(twilio.streams()).containsKey(room);
  }

  @Test
  void streamsAreListed() {
    var host = api.create("Alice", "Java");
    api.call(
        "/create-stream",
        "{\"user_identity\":\"Carol\",\"stream_name\":\"Jazz\",\"open_stage\":false}");
    var viewer = api.joinAsViewer("Bob", "Java", null);
    api.call("/viewer-connected-to-player", BackendHarness.names("Bob", "Java"), viewer.token());
    map(host, "speakers")
        .put(
            "video-composer-v1",
            JsonParser.parseString("{\"key\":\"video-composer-v1\",\"data\":{}}")
                .getAsJsonObject());
    var streams = api.call("/list-streams", "{}").body().getAsJsonArray("streams");
    assertThat(streams).hasSize(2);
    JsonObject java = streams.get(0).getAsJsonObject();
    assertThat(java.get("stream_name").getAsString()).isEqualTo("Java");
    assertThat(java.get("room_sid").getAsString()).isEqualTo(host.roomSid());
    assertThat(java.get("host_identity").getAsString()).isEqualTo("Alice");
    assertThat(java.get("speakers").getAsInt()).isEqualTo(1);
    assertThat(java.get("listeners").getAsInt()).isEqualTo(1);
    assertThat(java.get("open_stage").getAsBoolean()).isTrue();
    assertThat(Instant.parse(java.get("started_at").getAsString())).isEqualTo(api.clock.instant());
    assertThat(streams.get(1).getAsJsonObject().get("open_stage").getAsBoolean()).isFalse();

    twilio.rooms.get(host.roomSid()).addProperty("status", "completed");
    api.clock.advance(Duration.ofSeconds(5));
    assertThat(api.call("/list-streams", "{}").body().getAsJsonArray("streams")).hasSize(1);
  }

  @Test
  void aRestartedBackendKnowsItsStreamsAndCleansUpAfterEndedOnes() {
    var host = api.create("Alice", "Java");
    var over = api.create("Carol", "Jazz");
    twilio.rooms.get(over.roomSid()).addProperty("status", "completed");
    assertThat(twilio.chatServices).hasSize(2);
    try (var restarted = new BackendHarness(twilio)) {
      assertThat(restarted.joinAsViewer("Bob", "Java", null).roomSid()).isEqualTo(host.roomSid());
      assertThat(twilio.streams()).containsOnlyKeys(host.roomSid());
      assertThat(twilio.chatServices.values())
          .extracting(service -> service.get("friendly_name").getAsString())
          .containsExactly(host.roomSid());
    }
  }

  @Test
  void aRestartedBackendFindsTheStreamsOfSyncConnectionsByTheirServices() {
    var java = api.create("Alice", "Java");
    var jazz = api.create("Carol", "Jazz");
    try (var restarted = new BackendHarness(twilio)) {
      twilio.log.clear();
      assertThat(disconnected(restarted, twilio.sidOfService(jazz.roomSid()), "Carol").status())
          .isEqualTo(200);
      assertThat(map(jazz, "speakers")).isEmpty();
      assertThat(map(java, "speakers")).containsOnlyKeys("Alice");
      disconnected(restarted, twilio.sidOfService(java.roomSid()), "Alice");
      assertThat(map(java, "speakers")).isEmpty();
      assertThat(twilio.log).filteredOn(line -> line.endsWith("/Maps/streams/Items")).hasSize(1);
      assertThat(disconnected(restarted, "IS" + "0".repeat(32), "Alice").status()).isEqualTo(200);
    }
  }

  private static BackendHarness.Answer disconnected(
      BackendHarness backend, String service, String identity) {
    return backend.webhook(
        "/sync-webhook",
        Map.of("EventType", "endpoint_disconnected", "ServiceSid", service, "Identity", identity));
  }

  @Test
  void namesMayContainTheDelimitersOfPaths() {
    String identity = "Zoë / 100% #1? {Key} + \u0001".strip().replace("\u0001", "Ω");
    String stream = "Q&A: what/why? #7 50%";
    var host = api.create("Alice", stream);
    var viewer = api.joinAsViewer(identity, stream, null);
    assertThat(viewer.status()).isEqualTo(200);
    api.call("/viewer-connected-to-player", BackendHarness.names(identity, stream), viewer.token());
    assertThat(map(host, "viewers")).containsOnlyKeys(identity);
    assertThat(twilio.serviceOf(host.roomSid()).readers).contains("viewers:" + identity);
    twilio.connected.get(host.roomSid()).add(identity);
    api.roomEvent("participant-connected", host.roomSid(), identity);
    assertThat(map(host, "viewers")).isEmpty();
    assertThat(map(host, "speakers")).containsKey(identity);
  }
}
