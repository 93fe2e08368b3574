package app.rostrum.sdk.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.rooms.EmbeddedRooms;
import app.rostrum.cloud.rooms.RoomServer;
import app.rostrum.cloud.rooms.SubscriptionRules;
import app.rostrum.cloud.rooms.TestTokens;
import app.rostrum.media.plain.PcmSource;
import app.rostrum.media.plain.Tone;
import app.rostrum.media.plain.WavRecorder;
import app.rostrum.rtc.LossyRelay;
import app.rostrum.sdk.video.TwilioVideoPages.Page;
import app.rostrum.testing.Capability;
import app.rostrum.testing.FaultyWebSocket;
import app.rostrum.testing.KillableServer;
import app.rostrum.testing.Sdk;
import app.rostrum.wire.room.TrackKind;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The unmodified official twilio-video in Chromium in an embedded room, beside our client. */
@Tag("conformance")
@Tag("media")
@Timeout(120)
class TwilioVideoTest {
  private static final double DEVICE_HZ = 620;

  @TempDir private static Path folder;
  private static TwilioVideoPages pages;
  private static int pageNumber;

  private EmbeddedRooms cloud;
  private String roomSid;
  private final List<Attendee> attendees = new ArrayList<>();
  private final List<Page> open = new ArrayList<>();

  @BeforeAll
  static void openBrowser() throws Exception {
    Path microphone = folder.resolve("microphone.wav");
    try (WavRecorder wav = WavRecorder.create(microphone)) {
      var tone = new Tone(DEVICE_HZ, -12);
      short[] frame = new short[PcmSource.FRAME];
      for (int i = 0; i < 500; i++) {
        tone.read(frame);
        wav.onMix(frame);
      }
    }
    Path log = Path.of("target/logs/twilio-video.log");
    Files.createDirectories(log.getParent());
    pages = new TwilioVideoPages(microphone, log);
  }

  @AfterAll
  static void closeBrowser() throws Exception {
    pages.close();
  }

  @BeforeEach
  void openCloud() throws Exception {
    cloud = new EmbeddedRooms();
    roomSid = cloud.create("stage").sid();
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

  private Page newPage(Sdk sdk) {
    Page page = pages.page(sdk, "page-" + pageNumber++);
    open.add(page);
    return page;
  }

  private Page browser(Sdk sdk, String identity, double hz) throws IOException {
    Page page = newPage(sdk);
    var room = page.connect(cloud.signaling(), "stage", TestTokens.video(identity, "stage"), hz);
    assertThat(room.has("code")).as("%s", room).isFalse();
    assertThat(room.get("sid").getAsString()).isEqualTo(roomSid);
    assertThat(room.get("identity").getAsString()).isEqualTo(identity);
    return page;
  }

  private static void awaitHears(Page page, String identity, double hz) {
    await()
        .untilAsserted(
            () -> assertThat(page.heard(identity)).anyMatch(pitch -> Math.abs(pitch - hz) < 6));
  }

  private static void awaitSilence(Page page, String identity) {
    await().untilAsserted(() -> assertThat(page.heard(identity)).allMatch(pitch -> pitch == 0));
  }

  private static void awaitHears(Attendee attendee, double hz) {
    await().untilAsserted(() -> assertThat(attendee.level(hz)).isGreaterThan(-40));
  }

  private static void awaitDoesNotHear(Attendee attendee, double hz) {
    await().untilAsserted(() -> assertThat(attendee.level(hz)).isLessThan(-55));
  }

  private static void awaitEvent(Page page, String event) {
    await().untilAsserted(() -> assertThat(page.events()).contains(event));
  }

  @Judged
  @Capability("connect, publish and hear both ways")
  void theBrowserHearsOurToneAndWeHearItsOscillator(Sdk sdk) throws Exception {
    Attendee bob = ours("bob", 1000);
    Page alice = browser(sdk, "alice", 440);
    awaitHears(alice, "bob", 1000);
    awaitHears(bob, 440);
    assertThat(bob.other("alice").orElseThrow().audio())
        .singleElement()
        .satisfies(
            track -> {
              assertThat(track.name()).isEqualTo("microphone");
              assertThat(track.subscribed()).isTrue();
            });
  }

  @Judged
  @Capability("a microphone published at once")
  void weHearTheBrowsersMicrophone(Sdk sdk) throws Exception {
    Page alice = newPage(sdk);
    alice.run(
        "connect",
        "wsServer",
        cloud.signaling(),
        "name",
        "stage",
        "token",
        TestTokens.video("alice", "stage"),
        "device",
        true);
    Attendee bob = ours("bob", 1000);
    awaitHears(bob, DEVICE_HZ);
    awaitHears(alice, "bob", 1000);
  }

  @Judged
  @Capability("mute and unmute both ways")
  void mutingIsSeenAndHeardBothWays(Sdk sdk) throws Exception {
    Attendee bob = ours("bob", 1000);
    Page alice = browser(sdk, "alice", 440);
    awaitHears(alice, "bob", 1000);
    awaitHears(bob, 440);

    bob.room().setEnabled(bob.microphone(), false);
    awaitEvent(alice, "trackDisabled bob microphone");
    awaitSilence(alice, "bob");
    bob.room().setEnabled(bob.microphone(), true);
    awaitEvent(alice, "trackEnabled bob microphone");
    awaitHears(alice, "bob", 1000);

    alice.run("enable", "name", "microphone", "enabled", false);
    await().until(() -> !bob.other("alice").orElseThrow().audio().getFirst().enabled());
    awaitDoesNotHear(bob, 440);
    alice.run("enable", "name", "microphone", "enabled", true);
    await().until(() -> bob.other("alice").orElseThrow().audio().getFirst().enabled());
    awaitHears(bob, 440);
  }

  @Judged
  @Capability("late tracks, two of a kind, unpublish")
  void publishingLateAndUnpublishing(Sdk sdk) throws Exception {
    Attendee bob = ours("bob", 1000);
    Page alice = browser(sdk, "alice", 0);
    awaitHears(alice, "bob", 1000);
    assertThat(alice.run("publish", "hertz", 700, "name", "late").getAsString()).startsWith("MT");
    awaitHears(bob, 700);
    alice.run("publish", "hertz", 1500, "name", "second");
    awaitHears(bob, 1500);
    awaitHears(bob, 700);
    alice.run("unpublish", "name", "late");
    awaitDoesNotHear(bob, 700);
    await().until(() -> bob.other("alice").orElseThrow().audio().size() == 1);
    awaitHears(bob, 1500);

    bob.room().unpublish(bob.microphone());
    awaitEvent(alice, "trackUnpublished bob microphone");
    bob.room().publish(bob.microphone(), "again").join();
    awaitEvent(alice, "trackSubscribed bob again");
    awaitHears(alice, "bob", 1000);
  }

  @Judged
  @Capability("three parties, leaving")
  void aThirdJoinsLaterAndAllHearEachOther(Sdk sdk) throws Exception {
    Page alice = browser(sdk, "alice", 440);
    Attendee bob = ours("bob", 1000);
    awaitHears(bob, 440);
    Page carol = browser(sdk, "carol", 1700);
    awaitHears(alice, "bob", 1000);
    awaitHears(alice, "carol", 1700);
    awaitHears(carol, "alice", 440);
    awaitHears(carol, "bob", 1000);
    awaitHears(bob, 1700);
    awaitHears(bob, 440);

    bob.room().close();
    awaitEvent(alice, "participantDisconnected bob");
    Attendee dave = ours("dave", 2300);
    awaitHears(alice, "dave", 2300);
    awaitHears(carol, "dave", 2300);
    awaitHears(dave, 440);
    awaitHears(dave, 1700);
    awaitHears(alice, "carol", 1700);
  }

  @Judged
  @Capability("resume after a dropped socket")
  void aKilledSocketIsResumedAndTheSoundGoesOn(Sdk sdk) throws Exception {
    Attendee bob = ours("bob", 1000);
    Page alice = browser(sdk, "alice", 440);
    awaitHears(alice, "bob", 1000);
    awaitHears(bob, 440);
    cloud.dropSockets();
    awaitEvent(alice, "reconnecting 53001");
    awaitEvent(alice, "reconnected");
    await().untilAsserted(() -> assertThat(bob.reconnecting()).containsExactly(true, false));
    assertThat(alice.events()).doesNotContain("participantDisconnected bob");
    awaitHears(alice, "bob", 1000);
    awaitHears(bob, 440);
    Attendee carol = ours("carol", 1700);
    awaitHears(alice, "carol", 1700);
    awaitHears(carol, 440);
    bob.room().setEnabled(bob.microphone(), false);
    awaitEvent(alice, "trackDisabled bob microphone");
  }

  @Judged
  @Capability("server killed (SIGKILL) and started again: told so, and joins again")
  void whoeverWasInTheRoomIsToldOfItsEndAndJoinsAgain(Sdk sdk) throws Exception {
    Path file = Files.createTempDirectory(folder, "killed").resolve("cloud.db");
    try (var server = new KillableServer(RoomServer.class, file)) {
      URI signaling = RoomServer.signaling(server);
      Attendee bob = Attendee.join(signaling, RoomServer.ROOM, "bob", 1000);
      attendees.add(bob);
      Page alice = newPage(sdk);
      alice.connect(signaling, RoomServer.ROOM, TestTokens.video("alice", "stage"), 440);
      awaitHears(alice, "bob", 1000);
      awaitHears(bob, 440);
      server.killAndRestart();
      awaitEvent(alice, "reconnecting 53001");
      await()
          .untilAsserted(
              () -> assertThat(alice.events()).anyMatch(e -> e.startsWith("disconnected 53")));
      assertThat(alice.events()).doesNotContain("reconnected");
      await().until(() -> !bob.ends().isEmpty());

      Attendee bobAgain = Attendee.join(signaling, RoomServer.ROOM, "bob", 1300);
      attendees.add(bobAgain);
      Page aliceAgain = newPage(sdk);
      aliceAgain.connect(signaling, RoomServer.ROOM, TestTokens.video("alice", "stage"), 560);
      awaitHears(aliceAgain, "bob", 1300);
      awaitHears(bobAgain, 560);
    }
  }

  @Judged
  @Capability("ICE lost and restored, signaling alive")
  void aDarkNetworkIsNoticedAndHealedByAnIceRestart(Sdk sdk) throws Exception {
    Attendee bob = ours("bob", 1000);
    try (var relay = new LossyRelay(cloud.media().port());
        var way = new FaultyWebSocket(cloud.signaling())) {
      way.toClient((message, w) -> w.pass(relay.inPlaceOf(cloud.media(), message.asText())));
      Page alice = newPage(sdk);
      alice.connect(way.address(), "stage", TestTokens.video("alice", "stage"), 440);
      awaitHears(alice, "bob", 1000);
      awaitHears(bob, 440);
      relay.setDark(true);
      await().untilAsserted(() -> assertThat(alice.events()).contains("reconnecting 53405"));
      relay.setDark(false);
      await().untilAsserted(() -> assertThat(alice.events()).contains("reconnected"));
      awaitHears(alice, "bob", 1000);
      awaitHears(bob, 440);
      assertThat(alice.events()).doesNotContain("participantDisconnected bob");
    }
  }

  @Judged
  @Capability("removal, completion, duplicate identity")
  void removalCompletionAndReplacement(Sdk sdk) throws Exception {
    Page alice = browser(sdk, "alice", 440);
    Page bob = browser(sdk, "bob", 0);
    cloud.rooms().disconnect(roomSid, "bob");
    awaitEvent(bob, "disconnected without error");
    awaitEvent(alice, "participantDisconnected bob");
    Page second = browser(sdk, "alice", 440);
    awaitEvent(alice, "disconnected 53205");
    cloud.rooms().complete("stage");
    awaitEvent(second, "disconnected 53118");
  }

  @Judged
  @Capability("expired, forged and malformed tokens")
  void badTokensAreRefused(Sdk sdk) throws Exception {
    assertThat(refusal(sdk, TestTokens.expired("alice", "stage"))).isEqualTo(20104);
    assertThat(refusal(sdk, TestTokens.forged("alice", "stage"))).isEqualTo(20107);
    assertThat(refusal(sdk, "nonsense")).isEqualTo(20101);
  }

  private int refusal(Sdk sdk, String token) throws IOException {
    return newPage(sdk).connect(cloud.signaling(), "stage", token, 0).get("code").getAsInt();
  }

  @Judged
  @Capability("room not found")
  void roomsThatAreNotThereAreNotFound(Sdk sdk) throws Exception {
    assertThat(
            newPage(sdk)
                .connect(cloud.signaling(), "nowhere", TestTokens.video("a", ""), 0)
                .get("code")
                .getAsInt())
        .isEqualTo(53106);
  }

  @Judged
  @Capability("full room (53105)")
  void aFullRoomRefuses(Sdk sdk) throws Exception {
    cloud.create("small", 1);
    assertThat(
            newPage(sdk)
                .connect(cloud.signaling(), "small", TestTokens.video("alice", "small"), 0)
                .has("code"))
        .isFalse();
    assertThat(
            newPage(sdk)
                .connect(cloud.signaling(), "small", TestTokens.video("bob", "small"), 0)
                .get("code")
                .getAsInt())
        .isEqualTo(53105);
  }

  @Judged
  @Capability("track name in use (53304)")
  void aSecondTrackOfTheSameNameFails(Sdk sdk) throws Exception {
    Page alice = browser(sdk, "alice", 440);
    assertThatThrownBy(() -> alice.run("publish", "hertz", 700, "name", "microphone"))
        .isInstanceOf(IOException.class);
    awaitEvent(alice, "trackPublicationFailed 53304");
    Attendee bob = ours("bob", 1000);
    awaitHears(bob, 440);
  }

  @Judged
  @Capability("a track takes the place of one with its name, again and again")
  void aMicrophoneIsChanged(Sdk sdk) throws Exception {
    Page alice = browser(sdk, "alice", 440);
    Page carol = browser(sdk, "carol", 0);
    Attendee bob = ours("bob", 1000);
    awaitHears(carol, "alice", 440);
    awaitHears(bob, 440);
    for (int hertz : List.of(600, 800, 700)) {
      alice.run("replace", "hertz", hertz, "name", "microphone");
      // The SDK may forget a requested offer while it makes another one, so every round is checked.
      awaitHears(carol, "alice", hertz);
      awaitHears(bob, hertz);
    }
    await().until(() -> bob.other("alice").orElseThrow().audio().size() == 1);
    awaitHears(carol, "bob", 1000);
    bob.room().unpublish(bob.microphone());
    bob.room().publish(bob.microphone(), "microphone").join();
    await()
        .untilAsserted(
            () ->
                assertThat(carol.events())
                    .containsSubsequence(
                        "trackUnsubscribed bob microphone", "trackSubscribed bob microphone"));
    awaitHears(carol, "bob", 1000);
    assertThat(alice.events()).noneMatch(event -> event.startsWith("trackPublicationFailed"));
  }

  @Judged
  @Capability("connect without automatic subscription")
  void aBrowserThatSubscribesToNothingHearsNothingAndIsHeard(Sdk sdk) throws Exception {
    Attendee bob = ours("bob", 1000);
    Page alice = newPage(sdk);
    alice.run(
        "connect",
        "wsServer",
        cloud.signaling(),
        "name",
        "stage",
        "token",
        TestTokens.video("alice", "stage"),
        "hertz",
        440,
        "automaticSubscription",
        false);
    awaitHears(bob, 440);
    bob.room().setEnabled(bob.microphone(), false);
    awaitEvent(alice, "trackDisabled bob microphone");
    assertThat(alice.events()).noneMatch(event -> event.startsWith("trackSubscribed"));
  }

  @Judged
  @Capability("subscription rules set by REST")
  void subscriptionRulesTakeTracksAwayAndGiveThemBack(Sdk sdk) throws Exception {
    ours("bob", 1000);
    ours("carol", 1700);
    Page alice = browser(sdk, "alice", 0);
    awaitHears(alice, "bob", 1000);
    awaitHears(alice, "carol", 1700);
    subscribe("alice", "[{'type':'include','all':true},{'type':'exclude','publisher':'bob'}]");
    awaitEvent(alice, "trackUnsubscribed bob microphone");
    awaitHears(alice, "carol", 1700);
    subscribe("alice", "[{'type':'include','kind':'audio'}]");
    awaitHears(alice, "bob", 1000);
    assertThat(alice.events()).doesNotContain("trackUnpublished bob microphone");
  }

  private void subscribe(String identity, String rules) throws Exception {
    var list = new ArrayList<SubscriptionRules.Rule>();
    for (var element : JsonParser.parseString(rules).getAsJsonArray()) {
      var rule = element.getAsJsonObject();
      list.add(
          new SubscriptionRules.Rule(
              rule.get("type").getAsString().equals("include"),
              Optional.ofNullable(rule.get("publisher")).map(p -> p.getAsString()),
              Optional.empty(),
              Optional.ofNullable(rule.get("kind")).map(k -> TrackKind.AUDIO),
              Optional.empty()));
    }
    String sid = cloud.rooms().participant(roomSid, identity).orElseThrow().sid();
    assertThat(
            cloud.rooms().subscriptionRules(roomSid, sid, Optional.of(SubscriptionRules.of(list))))
        .isPresent();
  }

  @Judged
  @Capability("a bandwidth profile changes nothing for sound")
  void aBandwidthProfileIsBorne(Sdk sdk) throws Exception {
    Attendee bob = ours("bob", 1000);
    Page alice = newPage(sdk);
    alice.run(
        "connect",
        "wsServer",
        cloud.signaling(),
        "name",
        "stage",
        "token",
        TestTokens.video("alice", "stage"),
        "hertz",
        440,
        "bandwidthProfile",
        JsonParser.parseString(
            """
            {"video":{"mode":"collaboration","maxSubscriptionBitrate":2500000,
             "dominantSpeakerPriority":"high"}}\
            """));
    awaitHears(bob, 440);
    awaitHears(alice, "bob", 1000);
  }

  @Judged
  @Capability("competing offers")
  void aBrowserThatGivesItsOfferWhileTheServerGivesItsOwnIsHeard(Sdk sdk) throws Exception {
    Page alice = browser(sdk, "alice", 440);
    // The server offers for each new participant; meanwhile the browser offers further tracks.
    for (int i = 0; i < 4; i++) {
      Attendee speaker = ours("speaker-" + i, 1000 + 200 * i);
      alice.run("publish", "hertz", 2000 + 200 * i, "name", "more-" + i);
      awaitHears(speaker, 440);
    }
    for (int i = 0; i < 4; i++) {
      awaitHears(alice, "speaker-" + i, 1000 + 200 * i);
      awaitHears(attendees.getFirst(), 2000 + 200 * i);
    }
  }
}
