package app.rostrum.sdk.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.rooms.EmbeddedRooms;
import app.rostrum.cloud.rooms.TestTokens;
import app.rostrum.rtc.LossyRelay;
import app.rostrum.sdk.video.TwilioVideoPages.Page;
import app.rostrum.testing.Capability;
import app.rostrum.testing.FaultyWebSocket;
import app.rostrum.testing.Sdk;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The official SDK over data channels: data tracks and media signaling. */
@Tag("conformance")
@Timeout(120)
class DataTracksTest {
  private static final JsonElement YES = JsonParser.parseString("true");

  /** The number of joins in tests whose outcome depends on timing. */
  private static final int JOINS = 8;

  @TempDir private static Path folder;
  private static TwilioVideoPages pages;
  private static int pageNumber;

  private EmbeddedRooms cloud;
  private final List<Attendee> attendees = new ArrayList<>();
  private final List<Page> open = new ArrayList<>();

  @BeforeAll
  static void openBrowser() throws Exception {
    Path log = Path.of("target/logs/twilio-video-data.log");
    Files.createDirectories(log.getParent());
    pages = new TwilioVideoPages(folder.resolve("none.wav"), log);
  }

  @AfterAll
  static void closeBrowser() throws Exception {
    pages.close();
  }

  @BeforeEach
  void openCloud() throws Exception {
    cloud = new EmbeddedRooms();
    cloud.create("stage");
  }

  @AfterEach
  void closeCloud() throws Exception {
    for (Page page : open) {
      page.run("close");
    }
    attendees.forEach(Attendee::close);
    cloud.close();
  }

  private Attendee ours(String identity, double hz) throws Exception {
    Attendee attendee = Attendee.join(cloud.signaling(), "stage", identity, hz);
    attendees.add(attendee);
    return attendee;
  }

  private Page browser(Sdk sdk, String identity, Object... options) throws IOException {
    return browser(sdk, identity, cloud.signaling(), options);
  }

  private Page browser(Sdk sdk, String identity, URI server, Object... options) throws IOException {
    Page page = pages.page(sdk, "data-page-" + pageNumber++);
    open.add(page);
    var parameters = new ArrayList<Object>(List.of(options));
    parameters.addAll(
        List.of("wsServer", server, "name", "stage", "token", TestTokens.video(identity, "stage")));
    JsonObject room = page.run("connect", parameters.toArray()).getAsJsonObject();
    assertThat(room.has("code")).as("%s", room).isFalse();
    return page;
  }

  private static void awaitEvent(Page page, String event) {
    await().untilAsserted(() -> assertThat(page.events()).contains(event));
  }

  private static void awaitText(Page page, String from, String text) {
    await()
        .untilAsserted(
            () ->
                assertThat(page.messages())
                    .anySatisfy(
                        message -> {
                          assertThat(message.get("from").getAsString()).isEqualTo(from);
                          assertThat(message.get("binary").getAsBoolean()).isFalse();
                          assertThat(message.get("text")).isNotNull();
                          assertThat(message.get("text").toString()).isEqualTo('"' + text + '"');
                        }));
  }

  /** Returns a participant's network quality level; -1 if it is not known yet. */
  private static int level(JsonObject levels, String who) {
    return levels.has(who) && !levels.get(who).isJsonNull() ? levels.get(who).getAsInt() : -1;
  }

  private static void awaitCount(Page page, int count) {
    await().untilAsserted(() -> assertThat(page.messages()).hasSize(count));
  }

  @Judged
  @Capability("data tracks both ways, text and bytes, 1 B to 200 kB")
  void messagesPassUnchangedBothWays(Sdk sdk) throws Exception {
    Page alice = browser(sdk, "alice", "hertz", 440);
    Page bob = browser(sdk, "bob");
    alice.run("publishData", "name", "chat");
    bob.run("publishData", "name", "chat");
    awaitEvent(bob, "trackSubscribed alice chat");
    awaitEvent(alice, "trackSubscribed bob chat");
    bob.run("sendText", "name", "chat", "text", "grüß dich");
    awaitText(alice, "bob", "grüß dich");
    int[] sizes = {1, 1000, 16_384, 65_536, 200_000};
    var sent = new ArrayList<JsonObject>();
    for (int size : sizes) {
      sent.add(alice.run("sendBytes", "name", "chat", "size", size).getAsJsonObject());
      alice.run("sendText", "name", "chat", "size", size);
    }
    awaitCount(bob, 2 * sizes.length);
    List<JsonObject> heard = bob.messages();
    for (int i = 0; i < sizes.length; i++) {
      JsonObject bytes = heard.get(2 * i);
      assertThat(bytes.get("binary").getAsBoolean()).isTrue();
      assertThat(bytes.get("size").getAsInt()).isEqualTo(sizes[i]);
      assertThat(bytes.get("sum")).isEqualTo(sent.get(i).get("sum"));
      JsonObject text = heard.get(2 * i + 1);
      assertThat(text.get("binary").getAsBoolean()).isFalse();
      assertThat(text.get("size").getAsInt()).isEqualTo(sizes[i]);
    }
  }

  @Judged
  @Capability("data tracks published the moment one is in")
  void dataTracksPublishedAtOnceAreHeard(Sdk sdk) throws Exception {
    Attendee bob = ours("bob", 1000);
    for (int i = 0; i < JOINS; i++) {
      JsonArray names = new JsonArray();
      names.add("chat");
      names.add("hands");
      Page alice = browser(sdk, "alice" + i, "data", names);
      for (String name : List.of("chat", "hands")) {
        String text = name + " of alice" + i;
        await()
            .untilAsserted(
                () -> {
                  alice.run("sendText", "name", name, "text", text);
                  assertThat(bob.messages())
                      .anySatisfy(m -> assertThat(m.data()).asString().isEqualTo(text));
                });
      }
      alice.run("close");
      open.remove(alice);
    }
  }

  @Judged
  @Capability("data tracks to and from our own client")
  void ourClientAndTheBrowserExchangeMessages(Sdk sdk) throws Exception {
    Attendee bob = ours("bob", 1000);
    Page alice = browser(sdk, "alice", "hertz", 440);
    LocalDataTrack track =
        bob.room()
            .publishData("chat", app.rostrum.media.DataChannel.Options.RELIABLE)
            .get(60, TimeUnit.SECONDS);
    awaitEvent(alice, "trackSubscribed bob chat");
    alice.run("publishData", "name", "chat");
    await().until(() -> bob.other("alice").filter(a -> !a.data().isEmpty()).isPresent());
    assertThat(track.send("hello")).isTrue();
    assertThat(track.send(new byte[200_000])).isTrue();
    awaitText(alice, "bob", "hello");
    await()
        .untilAsserted(
            () ->
                assertThat(alice.messages())
                    .anySatisfy(m -> assertThat(m.get("size").getAsInt()).isEqualTo(200_000)));
    alice.run("sendText", "name", "chat", "text", "mute");
    alice.run("sendBytes", "name", "chat", "size", 200_000);
    await()
        .untilAsserted(
            () ->
                assertThat(bob.messages())
                    .extracting(Room.DataMessage::binary)
                    .containsExactly(false, true));
    assertThat(bob.messages().getFirst().data()).asString().isEqualTo("mute");
    assertThat(bob.messages().getLast().data()).hasSize(200_000);
  }

  @Judged
  @Capability("data tracks reach late ones, survive a resume, end with unpublish")
  void lateOnesAndResumedOnesHearToo(Sdk sdk) throws Exception {
    Page alice = browser(sdk, "alice");
    alice.run("publishData", "name", "chat");
    alice.run("publishData", "name", "quick", "retransmits", 0);
    Page bob = browser(sdk, "bob");
    awaitEvent(bob, "trackSubscribed alice chat");
    awaitEvent(bob, "trackSubscribed alice quick");
    cloud.dropSockets();
    awaitEvent(bob, "reconnected");
    awaitEvent(alice, "reconnected");
    alice.run("sendText", "name", "chat", "text", "still here");
    awaitText(bob, "alice", "still here");
    alice.run("sendText", "name", "quick", "text", "quickly");
    awaitText(bob, "alice", "quickly");
    alice.run("unpublish", "name", "chat");
    awaitEvent(bob, "trackUnsubscribed alice chat");
    alice.run("sendText", "name", "quick", "text", "and on");
    awaitText(bob, "alice", "and on");
  }

  @Judged
  @Capability("dominant speaker")
  void theDominantSpeakerIsTold(Sdk sdk) throws Exception {
    Page alice = browser(sdk, "alice", "dominantSpeaker", YES);
    Attendee bob = ours("bob", 1000);
    awaitEvent(alice, "dominant bob");
    bob.room().setEnabled(bob.microphone(), false);
    awaitEvent(alice, "dominant nobody");
    ours("carol", 700);
    awaitEvent(alice, "dominant carol");
    cloud.dropSockets();
    awaitEvent(alice, "reconnected");
    attendees.getLast().room().setEnabled(attendees.getLast().microphone(), false);
    bob.room().setEnabled(bob.microphone(), true);
    await().untilAsserted(() -> assertThat(alice.run("dominant").toString()).isEqualTo("\"bob\""));
  }

  @Judged
  @Capability("network quality, own and others'")
  void networkQualityIsTold(Sdk sdk) throws Exception {
    Page alice =
        browser(
            sdk,
            "alice",
            "hertz",
            440,
            "networkQuality",
            JsonParser.parseString("{\"local\":2,\"remote\":1}"));
    ours("bob", 1000);
    Page carol = browser(sdk, "carol", "hertz", 700, "networkQuality", YES);
    for (Page page : List.of(alice, carol)) {
      await()
          .untilAsserted(
              () -> {
                JsonObject levels = page.run("qualities").getAsJsonObject();
                assertThat(level(levels, "me")).isBetween(3, 5);
              });
    }
    await()
        .untilAsserted(
            () -> {
              JsonObject levels = alice.run("qualities").getAsJsonObject();
              assertThat(level(levels, "bob")).isBetween(3, 5);
              assertThat(level(levels, "carol")).isBetween(3, 5);
            });
    assertThat(alice.events()).anyMatch(event -> event.startsWith("quality me "));
  }

  @Judged
  @Capability("network quality falls with loss on the way up, and recovers")
  void lossIsToldAsBadQuality(Sdk sdk) throws Exception {
    try (var relay = new LossyRelay(cloud.media().port());
        var way = new FaultyWebSocket(cloud.signaling())) {
      way.toClient((message, w) -> w.pass(relay.inPlaceOf(cloud.media(), message.asText())));
      Page alice = browser(sdk, "alice", way.address(), "hertz", 440, "networkQuality", YES);
      Page carol =
          browser(
              sdk,
              "carol",
              "hertz",
              700,
              "networkQuality",
              JsonParser.parseString("{\"local\":1,\"remote\":1}"));
      awaitLevels(alice, "me", 3, 5);
      awaitLevels(carol, "alice", 3, 5);
      relay.setLossUp(0.7);
      awaitLevels(alice, "me", 1, 2);
      awaitLevels(carol, "alice", 1, 2);
      awaitLevels(carol, "me", 3, 5);
      relay.setLossUp(0);
      awaitLevels(alice, "me", 3, 5);
      awaitLevels(carol, "alice", 3, 5);
    }
  }

  private static void awaitLevels(Page page, String who, int lowest, int highest) {
    await()
        .untilAsserted(
            () ->
                assertThat(level(page.run("qualities").getAsJsonObject(), who))
                    .isBetween(lowest, highest));
  }
}
