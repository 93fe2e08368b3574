package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.server.BackendHarness.Answer;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of the desk by a host, by co-hosts, and by others who try. */
@NullUnmarked
class DeskTest {
  private final FakeTwilio twilio = new FakeTwilio();
  private final BackendHarness api = new BackendHarness(twilio);
  private final Map<String, String> tokens = new HashMap<>();
  private String room;

  @BeforeEach
  void aStreamWithTwoSpeakersAndAListener() {
    Answer host = api.create("Alice", "Java");
    room = host.roomSid();
    tokens.put("Alice", host.token());
    onStage("Alice");
    for (String name : List.of("Bob", "Carol")) {
      tokens.put(name, api.joinAsSpeaker(name, "Java", null).token());
      onStage(name);
    }
    tokens.put("Dora", api.joinAsViewer("Dora", "Java", null).token());
    listens("Dora");
  }

  @AfterEach
  void close() {
    api.close();
  }

  private void onStage(String name) {
    twilio.connected.get(room).add(name);
    assertThat(api.roomEvent("participant-connected", room, name).status()).isEqualTo(200);
  }

  private void leavesStage(String name) {
    twilio.connected.get(room).remove(name);
    assertThat(api.roomEvent("participant-disconnected", room, name).status()).isEqualTo(200);
  }

  private void listens(String name) {
    String body = BackendHarness.names(name, "Java");
    assertThat(api.call("/viewer-connected-to-player", body, tokens.get(name)).status())
        .isEqualTo(200);
  }

  /** Calls as a person; the parameters are JSON without braces. */
  private Answer as(String name, String path, String parameters) {
    String body =
        "{\"stream_name\":\"Java\"%s}"
            .formatted(parameters.isEmpty() ? "" : "," + parameters.replace('\'', '"'));
    return api.call(path, body, tokens.get(name));
  }

  private Answer about(String name, String path, String whom) {
    return as(name, path, "'user_identity':'" + whom + "'");
  }

  private Answer hand(String name, boolean raised, String more) {
    return as(name, "/raise-hand", "'user_identity':'" + name + "','hand_raised':" + raised + more);
  }

  private Answer invite(String by, String whom) {
    return api.call(
        "/send-speaker-invite",
        "{\"user_identity\":\"%s\",\"room_sid\":\"%s\"}".formatted(whom, room),
        tokens.get(by));
  }

  private Answer offStage(String by, String whom) {
    return api.call(
        "/remove-speaker",
        "{\"user_identity\":\"%s\",\"room_name\":\"Java\"}".formatted(whom),
        tokens.get(by));
  }

  private Answer coHost(String by, String whom, boolean wanted) {
    return as(by, "/set-co-host", "'user_identity':'" + whom + "','co_host':" + wanted);
  }

  private JsonObject shown() {
    return twilio.serviceOf(room).documents.get("stream").getAsJsonObject("data");
  }

  private JsonObject item(String map, String key) {
    return twilio.serviceOf(room).maps.get(map).get(key).getAsJsonObject("data");
  }

  private static void assertDone(Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
  }

  private static void assertRefused(Answer answer, String message) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(403);
    assertThat(answer.message()).isEqualTo(message);
    assertThat(answer.explanation()).isNotBlank();
  }

  private static void assertInvalid(Answer answer, String message) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo(message);
  }

  @Test
  void everybodyMayReadTheDeskAndOnlyTheHostWhoIsKeptOut() {
    List<String> readers = twilio.serviceOf(room).readers;
    assertThat(readers).contains("stream:Alice", "stream:Bob", "stream:Dora", "kept_out:Alice");
    assertThat(readers).doesNotContain("kept_out:Bob", "kept_out:Dora");
    assertThat(shown().get("open_stage").getAsBoolean()).isTrue();
    assertThat(shown().get("hands_open").getAsBoolean()).isTrue();
    assertThat(shown().get("locked").getAsBoolean()).isFalse();
    JsonObject names =
        api.joinAsViewer("Emil", "Java", null).body().getAsJsonObject("sync_object_names");
    assertThat(names.get("stream_document").getAsString()).isEqualTo("stream");
    assertThat(names.get("kept_out_map").getAsString()).isEqualTo("kept_out");
  }

  @Test
  void noCallOfTheDeskIsForAnybodyElse() {
    Answer jazz = api.create("Dora", "Jazz");
    for (String path :
        List.of(
            "/change-stream",
            "/lower-hands",
            "/remove-participant",
            "/readmit-participant",
            "/set-co-host",
            "/hand-over-stream")) {
      String parameters = "'user_identity':'Carol','co_host':true,'locked':true,'recorded':true";
      assertRefused(as("Bob", path, parameters), "not the host");
      assertRefused(as("Dora", path, parameters), "not the host");
      assertRefused(as("a stranger", path, parameters), "access token missing");
      tokens.put("Mallory", jazz.token());
      assertRefused(as("Mallory", path, parameters), "access token of another stream");
      tokens.put("Mallory", "rubbish");
      assertRefused(as("Mallory", path, parameters), "access token invalid");
      assertThat(as("Alice", path, "'stream_name':7").status()).isEqualTo(400);
      assertThat(api.call(path, "{\"stream_name\":\"Nobody's\"}").status()).isNotEqualTo(200);
    }
    assertThat(shown().get("locked").getAsBoolean()).isFalse();
    assertThat(shown().has("recording")).isFalse();
    assertThat(shown().getAsJsonArray("co_hosts")).isEmpty();
    assertThat(twilio.serviceOf(room).maps.get("kept_out")).isEmpty();
  }

  @Test
  void wrongInputIsRefused() {
    assertInvalid(as("Alice", "/change-stream", ""), "missing change");
    assertInvalid(as("Alice", "/change-stream", "'locked':'yes'"), "invalid locked");
    assertInvalid(as("Alice", "/change-stream", "'topic':true"), "invalid topic");
    assertInvalid(
        as("Alice", "/change-stream", "'topic':'" + "x".repeat(141) + "'"), "invalid topic");
    assertInvalid(
        as("Alice", "/change-stream", "'pinned':'" + "x".repeat(501) + "'"), "invalid pinned");
    for (String seconds : List.of("9", "3601", "-1", "60.5", "1e99", "'60'", "true")) {
      assertInvalid(
          as("Alice", "/change-stream", "'user_identity':'Bob','timer_seconds':" + seconds),
          "invalid timer_seconds");
    }
    assertInvalid(as("Alice", "/change-stream", "'timer_seconds':60"), "missing user_identity");
    assertRefused(
        as("Alice", "/change-stream", "'user_identity':'Dora','timer_seconds':60"),
        "not a speaker");
    assertInvalid(about("Alice", "/set-co-host", "Bob"), "missing co_host");
    assertInvalid(coHost("Alice", "Alice", true), "invalid user_identity");
    assertRefused(coHost("Alice", "Nobody", true), "nobody of that name");
    assertRefused(about("Alice", "/remove-participant", "Nobody"), "nobody of that name");
    assertRefused(about("Alice", "/remove-participant", "Alice"), "is the host");
    assertRefused(about("Alice", "/hand-over-stream", "Dora"), "not a speaker");
    assertInvalid(hand("Dora", true, ",'text':'" + "x".repeat(141) + "'"), "invalid text");
  }

  @Test
  void textsAreShownAsOneCleanLine() {
    assertDone(
        as("Alice", "/change-stream", "'topic':' Records\\n\\tand\\u202e sealed\\u200b types '"));
    assertThat(shown().get("topic").getAsString()).isEqualTo("Records and sealed types");
    assertDone(as("Alice", "/change-stream", "'pinned':'Slides: https://example.org'"));
    assertDone(as("Alice", "/change-stream", "'topic':''"));
    assertThat(shown().get("topic").getAsString()).isEmpty();
    assertThat(shown().get("pinned").getAsString()).isEqualTo("Slides: https://example.org");
  }

  @Test
  void aRecordingIsToldToAllAndInTheListWithTheFirstWhoSaidSo() {
    assertDone(coHost("Alice", "Bob", true));
    assertThat(listed().get("recorded").getAsBoolean()).isFalse();
    assertDone(as("Bob", "/change-stream", "'recorded':true"));
    String since = api.clock.instant().toString();
    api.clock.advance(Duration.ofMinutes(5));
    assertDone(as("Alice", "/change-stream", "'recorded':true"));
    JsonObject recording = shown().getAsJsonObject("recording");
    assertThat(recording.get("user_identity").getAsString()).isEqualTo("Bob");
    assertThat(recording.get("since").getAsString()).isEqualTo(since);
    assertThat(listed().get("recorded").getAsBoolean()).isTrue();
    assertDone(as("Alice", "/change-stream", "'recorded':false"));
    assertThat(shown().has("recording")).isFalse();
  }

  private JsonObject listed() {
    return api.call("/list-streams", "{}")
        .body()
        .getAsJsonArray("streams")
        .get(0)
        .getAsJsonObject();
  }

  @Test
  void aHandCarriesALineOfTextThatCanBeChangedWithoutLosingItsPlace() {
    assertDone(hand("Dora", true, ",'text':'About\\nrecords'"));
    String since = twilio.serviceOf(room).maps.get("raised_hands").get("Dora").toString();
    assertThat(item("raised_hands", "Dora").get("text").getAsString()).isEqualTo("About records");
    assertDone(hand("Dora", true, ""));
    assertThat(item("raised_hands", "Dora").get("text").getAsString()).isEqualTo("About records");
    assertDone(hand("Dora", true, ",'text':'About enums'"));
    assertThat(twilio.serviceOf(room).maps.get("raised_hands").get("Dora").toString())
        .isEqualTo(since.replace("records", "enums"));
  }

  @Test
  void aClosedQueueTakesNoHandsAndSaysWhy() {
    assertDone(hand("Dora", true, ""));
    assertDone(
        as("Alice", "/change-stream", "'hands_open':false,'hands_reason':'Questions at the end'"));
    tokens.put("Emil", api.joinAsViewer("Emil", "Java", null).token());
    Answer refused = hand("Emil", true, "");
    assertRefused(refused, "queue closed");
    assertThat(refused.explanation()).isEqualTo("Questions at the end");
    assertThat(shown().get("hands_reason").getAsString()).isEqualTo("Questions at the end");
    assertThat(twilio.serviceOf(room).maps.get("raised_hands")).containsOnlyKeys("Dora");
    assertDone(hand("Dora", false, ""));
    assertDone(as("Alice", "/change-stream", "'hands_open':true"));
    assertThat(shown().get("hands_reason").getAsString()).isEmpty();
    assertDone(hand("Emil", true, ""));
  }

  @Test
  void allHandsAreLoweredAtOnce() {
    for (int i = 0; i < 45; i++) {
      String name = "Listener " + i;
      tokens.put(name, api.joinAsViewer(name, "Java", null).token());
      assertDone(hand(name, true, ""));
    }
    assertDone(as("Alice", "/lower-hands", ""));
    assertThat(twilio.serviceOf(room).maps.get("raised_hands")).isEmpty();
  }

  @Test
  void aStageThatIsClosedLiveKeepsItsSpeakersEvenWhenTheirConnectionBreaks() {
    assertDone(as("Alice", "/change-stream", "'open_stage':false"));
    assertThat(shown().get("open_stage").getAsBoolean()).isFalse();
    assertRefused(api.joinAsSpeaker("Emil", "Java", null), "stage by invitation");
    assertRefused(api.joinAsSpeaker("Dora", "Java", tokens.get("Dora")), "stage by invitation");
    leavesStage("Bob");
    assertDone(api.joinAsSpeaker("Bob", "Java", tokens.get("Bob")));
    assertDone(as("Alice", "/change-stream", "'open_stage':true"));
    assertDone(api.joinAsSpeaker("Dora", "Java", tokens.get("Dora")));
  }

  @Test
  void aLockedStreamTakesNobodyNewAndWhoIsInMayReturn() {
    assertDone(as("Alice", "/change-stream", "'locked':true"));
    assertRefused(api.joinAsViewer("Emil", "Java", null), "stream locked");
    assertRefused(api.joinAsSpeaker("Emil", "Java", null), "stream locked");
    assertThat(twilio.serviceOf(room).documents).doesNotContainKey("user-Emil");
    leavesStage("Bob");
    assertRefused(api.joinAsSpeaker("Bob", "Java", null), "stream locked");
    assertDone(api.joinAsSpeaker("Bob", "Java", tokens.get("Bob")));
    assertDone(api.joinAsViewer("Dora", "Java", tokens.get("Dora")));
    assertDone(api.joinAsSpeaker("Alice", "Java", tokens.get("Alice")));
    assertDone(as("Alice", "/change-stream", "'locked':false"));
    assertDone(api.joinAsViewer("Emil", "Java", null));
  }

  @Test
  void whoIsRemovedLosesEverythingAndStaysOutUntilReadmitted() {
    assertDone(hand("Dora", true, ""));
    assertDone(about("Alice", "/remove-participant", "Dora"));
    var service = twilio.serviceOf(room);
    assertThat(service.documents).doesNotContainKey("user-Dora");
    assertThat(service.maps.get("raised_hands")).isEmpty();
    assertThat(service.maps.get("viewers")).isEmpty();
    assertThat(service.readers)
        .noneMatch(reader -> reader.endsWith(":Dora") && !reader.startsWith("user-"));
    assertThat(twilio.conversations.get(room)).doesNotContain("Dora");
    assertThat(twilio.log).anyMatch(line -> line.endsWith("/TokenFloors"));
    assertRefused(hand("Dora", true, ""), "admission lapsed");
    assertRefused(api.joinAsViewer("Dora", "Java", tokens.get("Dora")), "kept out");
    assertRefused(api.joinAsSpeaker("Dora", "Java", null), "kept out");
    assertRefused(api.joinAsViewer("dоra", "Java", null), "kept out"); // a Cyrillic o
    assertDone(about("Alice", "/remove-participant", "Dora")); // an answer may have been lost

    assertDone(about("Alice", "/readmit-participant", "Dora"));
    assertDone(api.joinAsViewer("Dora", "Java", null));
  }

  @Test
  void aSpeakerWhoIsRemovedLeavesTheRoomAndIsSentAwayFromIt() {
    assertDone(about("Alice", "/remove-participant", "Bob"));
    assertThat(twilio.connected.get(room)).doesNotContain("Bob");
    assertThat(twilio.serviceOf(room).maps.get("speakers")).doesNotContainKey("Bob");
    onStage("Bob"); // on Twilio an old token still opens the room
    assertThat(twilio.connected.get(room)).doesNotContain("Bob");
    assertThat(twilio.serviceOf(room).maps.get("speakers")).doesNotContainKey("Bob");
  }

  @Test
  void aStreamKeepsOutABoundedNumberOfPeople() {
    for (int i = 0; i < KeptOut.MAX; i++) {
      twilio.serviceOf(room).maps.get("kept_out").put("Troll " + i, emptyItem("Troll " + i));
    }
    try (var restarted = new BackendHarness(twilio)) {
      restarted.passcodes.kept = api.passcodes.kept;
      String dora = BackendHarness.names("Dora", "Java");
      String host = tokens.get("Alice");
      assertRefused(restarted.call("/remove-participant", dora, host), "too many removed");
      String other = BackendHarness.names("Troll 7", "Java");
      assertDone(restarted.call("/readmit-participant", other, host));
      assertDone(restarted.call("/remove-participant", dora, host));
    }
  }

  @Test
  void aCoHostHasTheHostsPowersButNotThoseOverHostAndCoHosts() {
    assertDone(coHost("Alice", "Bob", true));
    assertDone(coHost("Alice", "Carol", true));
    assertThat(shown().getAsJsonArray("co_hosts").toString()).isEqualTo("[\"Bob\",\"Carol\"]");
    assertThat(twilio.serviceOf(room).readers).contains("kept_out:Bob");
    assertDone(as("Bob", "/change-stream", "'locked':true"));
    assertDone(invite("Bob", "Dora"));
    assertDone(hand("Dora", true, ""));
    assertDone(as("Bob", "/raise-hand", "'user_identity':'Dora','hand_raised':false"));
    assertRefused(offStage("Bob", "Carol"), "not the host");
    assertRefused(offStage("Bob", "Alice"), "is the host");
    assertRefused(about("Bob", "/remove-participant", "Carol"), "not the host");
    assertRefused(about("Bob", "/remove-participant", "Alice"), "is the host");
    assertRefused(coHost("Bob", "Dora", true), "not the host");
    assertRefused(coHost("Bob", "Carol", false), "not the host");
    assertRefused(about("Bob", "/hand-over-stream", "Bob"), "not the host");
    assertRefused(as("Bob", "/delete-stream", ""), "not the host");
    assertDone(about("Bob", "/remove-participant", "Dora"));

    assertDone(coHost("Alice", "Bob", false));
    assertRefused(as("Bob", "/change-stream", "'locked':false"), "not the host");
    assertThat(twilio.serviceOf(room).readers).doesNotContain("kept_out:Bob");
    assertDone(about("Alice", "/remove-participant", "Carol"));
    assertThat(shown().getAsJsonArray("co_hosts")).isEmpty();
  }

  @Test
  void aStreamHasABoundedNumberOfCoHosts() {
    for (int i = 0; i < Desk.MAX_CO_HOSTS; i++) {
      api.joinAsViewer("Helper " + i, "Java", null);
      assertDone(coHost("Alice", "Helper " + i, true));
    }
    assertRefused(coHost("Alice", "Bob", true), "too many co-hosts");
    assertDone(coHost("Alice", "Helper 3", true)); // is one already
    assertDone(coHost("Alice", "Helper 3", false));
    assertDone(coHost("Alice", "Bob", true));
  }

  @Test
  void whoTakesTheNameOfACoHostWithoutProofIsNone() {
    assertDone(coHost("Alice", "Bob", true));
    leavesStage("Bob");
    assertDone(api.joinAsSpeaker("Bob", "Java", tokens.get("Bob")));
    assertThat(shown().getAsJsonArray("co_hosts")).hasSize(1);
    api.clock.advance(Duration.ofMinutes(1));
    tokens.put("Bob", api.joinAsSpeaker("Bob", "Java", null).token());
    assertThat(shown().getAsJsonArray("co_hosts")).isEmpty();
    assertRefused(as("Bob", "/change-stream", "'locked':true"), "not the host");
    assertThat(twilio.serviceOf(room).readers).doesNotContain("kept_out:Bob");
  }

  @Test
  void theHostHandsTheStreamOverAndBecomesACoHost() {
    assertDone(coHost("Alice", "Carol", true));
    assertDone(about("Alice", "/hand-over-stream", "Carol"));
    assertThat(item("speakers", "Carol").get("host").getAsBoolean()).isTrue();
    assertThat(item("speakers", "Alice").get("host").getAsBoolean()).isFalse();
    assertThat(shown().getAsJsonArray("co_hosts").toString()).isEqualTo("[\"Alice\"]");
    assertRefused(as("Alice", "/delete-stream", ""), "not the host");
    assertDone(as("Alice", "/change-stream", "'topic':'Still here'"));
    assertDone(coHost("Carol", "Alice", false));
    assertRefused(as("Alice", "/change-stream", "'topic':'Gone'"), "not the host");
    assertDone(as("Carol", "/delete-stream", ""));
  }

  @Test
  void coHostsTakeOverBeforeSpeakersWhoCameEarlier() {
    assertDone(coHost("Alice", "Carol", true));
    leavesStage("Alice");
    api.clock.advance(Duration.ofMinutes(1));
    assertRefused(about("Bob", "/take-over-stream", "Bob"), "not your turn");
    assertDone(about("Carol", "/take-over-stream", "Carol"));
    assertThat(shown().getAsJsonArray("co_hosts")).isEmpty();
    assertDone(coHost("Carol", "Bob", true));
    assertThat(twilio.serviceOf(room).readers).contains("kept_out:Carol");
    assertThat(twilio.serviceOf(room).readers).doesNotContain("kept_out:Alice");
  }

  @Test
  void aSpeakerIsGivenATimeThatAllSee() {
    assertDone(as("Alice", "/change-stream", "'user_identity':'Bob','timer_seconds':120"));
    JsonObject timer = shown().getAsJsonObject("timer");
    assertThat(timer.get("user_identity").getAsString()).isEqualTo("Bob");
    assertThat(timer.get("seconds").getAsInt()).isEqualTo(120);
    assertThat(timer.get("ends_at").getAsString())
        .isEqualTo(api.clock.instant().plusSeconds(120).toString());
    assertDone(as("Alice", "/change-stream", "'timer_seconds':0"));
    assertThat(shown().has("timer")).isFalse();
  }

  @Test
  void allOfItSurvivesARestartOfTheServer() {
    assertDone(coHost("Alice", "Bob", true));
    assertDone(about("Alice", "/remove-participant", "Dora"));
    assertDone(
        as(
            "Alice",
            "/change-stream",
            "'locked':true,'hands_open':false,'hands_reason':'Later','topic':'T','pinned':'P',"
                + "'recorded':true,"
                + "'open_stage':false,'user_identity':'Bob','timer_seconds':600"));
    String before = shown().toString();
    try (var restarted = new BackendHarness(twilio)) {
      restarted.passcodes.kept = api.passcodes.kept;
      String body = "{\"stream_name\":\"Java\",\"locked\":false}";
      assertDone(restarted.call("/change-stream", body, tokens.get("Bob")));
      assertThat(shown().toString())
          .isEqualTo(before.replace("\"locked\":true", "\"locked\":false"));
      assertRefused(restarted.joinAsViewer("Dora", "Java", null), "kept out");
      assertRefused(restarted.joinAsSpeaker("Emil", "Java", null), "stage by invitation");
      JsonObject listed =
          restarted
              .call("/list-streams", "{}")
              .body()
              .getAsJsonArray("streams")
              .get(0)
              .getAsJsonObject();
      assertThat(listed.get("topic").getAsString()).isEqualTo("T");
      assertThat(listed.get("locked").getAsBoolean()).isFalse();
      assertThat(listed.get("recorded").getAsBoolean()).isTrue();
    }
  }

  @Test
  void aStreamOfAnEarlierVersionGetsADeskAtTheNextStart() {
    twilio.serviceOf(room).documents.remove("stream");
    twilio.serviceOf(room).maps.remove("kept_out");
    twilio.streams().get(room).getAsJsonObject("data").remove("desk");
    try (var restarted = new BackendHarness(twilio)) {
      restarted.passcodes.kept = api.passcodes.kept;
      assertThat(shown().get("hands_open").getAsBoolean()).isTrue();
      String body = "{\"stream_name\":\"Java\",\"user_identity\":\"Dora\"}";
      assertDone(restarted.call("/remove-participant", body, tokens.get("Alice")));
    }
  }

  /** On Twilio a client can create the document ahead, and would own it. */
  @Test
  void aStreamDocumentOfAClientIsReplaced() {
    twilio.serviceOf(room).documents.get("stream").addProperty("created_by", "Mallory");
    assertDone(as("Alice", "/change-stream", "'topic':'Ours'"));
    JsonObject document = twilio.serviceOf(room).documents.get("stream");
    assertThat(document.get("created_by").getAsString()).isEqualTo("system");
    assertThat(shown().get("topic").getAsString()).isEqualTo("Ours");
  }

  @Test
  void trustingThePasscodeOpensTheDeskToAll() {
    try (var trusting = new BackendHarness(twilio, true)) {
      trusting.passcodes.kept = api.passcodes.kept;
      String lock = "{\"stream_name\":\"Java\",\"locked\":true}";
      assertDone(trusting.call("/change-stream", lock));
      assertRefused(trusting.joinAsViewer("Emil", "Java", null), "stream locked");
      assertDone(trusting.joinAsViewer("Dora", "Java", null));
    }
  }

  private static JsonObject emptyItem(String key) {
    var item = new JsonObject();
    item.addProperty("key", key);
    item.addProperty("date_created", "2026-11-22T10:00:00Z");
    item.add("data", new JsonObject());
    return item;
  }

  @Test
  void whoRaisesTheHandAgainAndAgainIsAskedToWait() {
    for (int i = 0; i < StreamActions.HANDS; i++) {
      assertThat(hand("Dora", true, ",'text':'" + i + "'").status()).isEqualTo(200);
    }
    Answer refused = hand("Dora", true, ",'text':'once more'");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.message()).isEqualTo("too many raised hands");
    assertThat(hand("Dora", false, "").status()).as("lowering").isEqualTo(200);
    assertThat(hand("Bob", true, "").status()).as("somebody else").isEqualTo(200);
    api.clock.advance(Duration.ofSeconds(1));
    assertThat(hand("Dora", true, "").status()).isEqualTo(200);
  }

  @Test
  void aDeskThatChangesTheStreamAgainAndAgainIsAskedToWait() {
    for (int i = 0; i < DeskActions.BURST; i++) {
      assertThat(as("Alice", "/change-stream", "'topic':'" + i + "'").status()).isEqualTo(200);
    }
    for (String call : List.of("/change-stream", "/lower-hands")) {
      assertThat(as("Alice", call, "'topic':'once more'").message()).isEqualTo("too many changes");
    }
    assertThat(about("Alice", "/remove-participant", "Dora").status()).isEqualTo(429);
    api.clock.advance(Duration.ofSeconds(1));
    assertThat(about("Alice", "/remove-participant", "Dora").status()).isEqualTo(200);
  }
}
