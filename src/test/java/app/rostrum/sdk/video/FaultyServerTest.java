package app.rostrum.sdk.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.rooms.EmbeddedRooms;
import app.rostrum.cloud.rooms.TestTokens;
import app.rostrum.rtc.LossyRelay;
import app.rostrum.testing.FaultyWebSocket;
import app.rostrum.testing.FaultyWebSocket.Rule;
import app.rostrum.testing.ManualScheduler;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Threads;
import app.rostrum.wire.room.Frame;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Video client when the server, or the network, misbehaves. */
@Timeout(120)
class FaultyServerTest {
  private EmbeddedRooms cloud;
  private FaultyWebSocket way;
  private final List<Attendee> attendees = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    cloud = new EmbeddedRooms();
    cloud.create("stage");
    way = new FaultyWebSocket(cloud.signaling());
  }

  @AfterEach
  void close() {
    attendees.forEach(Attendee::close);
    way.close();
    cloud.close();
  }

  private Attendee faulty(String identity, double hz, Scheduler scheduler) throws Exception {
    Attendee attendee =
        Attendee.join(
            way.address(),
            "stage",
            TestTokens.video(identity, "stage"),
            identity,
            hz,
            true,
            scheduler);
    attendees.add(attendee);
    return attendee;
  }

  private Attendee faulty(String identity, double hz) throws Exception {
    return faulty(identity, hz, Room.TIMERS);
  }

  private Attendee sound(String identity, double hz) throws Exception {
    Attendee attendee = Attendee.join(cloud.signaling(), "stage", identity, hz);
    attendees.add(attendee);
    return attendee;
  }

  private static void awaitHears(Attendee listener, double hz) {
    await().untilAsserted(() -> assertThat(listener.level(hz)).isGreaterThan(-40));
  }

  private void assertRefused(Scheduler scheduler, int code) {
    assertThatThrownBy(() -> faulty("alice", 440, scheduler))
        .cause()
        .isInstanceOfSatisfying(
            Room.ConnectException.class,
            e ->
                assertThat(
                        switch (e.reason()) {
                          case DisconnectReason.ConnectionLost lost -> lost.code();
                          case DisconnectReason.Refused refused -> refused.code();
                          default -> 0;
                        })
                    .isEqualTo(code));
  }

  private static boolean says(FaultyWebSocket.Message message, String type) {
    JsonObject json = JsonParser.parseString(message.asText()).getAsJsonObject();
    return json.get("type").getAsString().equals(type)
        || (json.get("body") instanceof JsonObject body
            && body.get("type").getAsString().equals(type));
  }

  /** A rule that drops all messages of a type. */
  private static Rule without(String type) {
    return (message, way) -> {
      if (!says(message, type)) {
        way.pass(message);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1011, 3005, 4000})
  void aSocketClosedWithAnyCodeIsResumed(int code) throws Exception {
    Attendee alice = faulty("alice", 440);
    Attendee bob = sound("bob", 1000);
    awaitHears(alice, 1000);
    way.closeAll(code);
    await().untilAsserted(() -> assertThat(alice.reconnecting()).containsExactly(true, false));
    bob.room().setEnabled(bob.microphone(), false);
    await().until(() -> !alice.other("bob").orElseThrow().audio().getFirst().enabled());
    assertThat(alice.ends()).isEmpty();
  }

  @Test
  void aSlowServerIsWaitedForAsLongAsItGetsOn() throws Exception {
    var time = new ManualScheduler();
    way.toClient(
        (message, w) -> {
          if (says(message, "welcome")) {
            time.pass(Duration.ofSeconds(4));
          } else if (says(message, "iced") || says(message, "connected")) {
            time.pass(Duration.ofSeconds(12));
          }
          w.pass(message);
        });
    assertThat(faulty("alice", 440, time).ends()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1011, 4000})
  void aSocketClosedWhileConnectingIsReported(int code) {
    way.toServer((message, w) -> w.close(code));
    assertRefused(Room.TIMERS, 53000);
  }

  @Test
  void aBusyServerIsAskedAgainOnTheSameSocketAndOnANewOne() throws Exception {
    List<String> hellos = new CopyOnWriteArrayList<>();
    way.toServer(
        (message, w) -> {
          if (says(message, "hello")) {
            hellos.add(message.asText());
          }
          switch (hellos.size()) {
            case 1 -> w.reply(new Frame.Busy(50, true, Optional.of("one")).encode());
            case 2 -> w.reply(new Frame.Busy(50, false, Optional.of("two")).encode());
            default -> w.pass(message);
          }
        });
    faulty("alice", 440);
    assertThat(way.connections()).isEqualTo(2);
    assertThat(hellos).hasSize(3);
    assertThat(hellos.get(1)).contains("\"cookie\":\"one\"");
    assertThat(hellos.get(2)).contains("\"cookie\":\"two\"");
  }

  @Test
  void aBusyServerThatNamesNoWaitIsNotFlooded() {
    var scheduler = new ManualScheduler();
    List<String> hellos = new CopyOnWriteArrayList<>();
    way.toServer(
        (message, w) -> {
          if (says(message, "hello")) {
            hellos.add(message.asText());
          }
          w.reply(new Frame.Busy(0, false, Optional.empty()).encode());
        });
    Threads.startVirtual(
        "busy-test", () -> assertThatThrownBy(() -> faulty("alice", 440, scheduler)).isNotNull());
    var waits = new ArrayList<Duration>();
    for (int round = 1; round <= 6; round++) {
      int opened = round;
      await().until(() -> hellos.size() == opened && resumeWaits(scheduler).size() == 1);
      waits.add(resumeWaits(scheduler).getFirst());
      scheduler.pass(waits.getLast());
    }
    assertThat(waits.getFirst()).isBetween(Duration.ofMillis(80), Duration.ofMillis(160));
    assertThat(waits.getLast()).isGreaterThan(Duration.ofMillis(500));
    scheduler.pass(Duration.ofSeconds(30));
  }

  @Test
  void aServerThatIsBusyForGoodIsReported() {
    way.toServer((message, w) -> w.reply(new Frame.Busy(-1, false, Optional.empty()).encode()));
    assertRefused(Room.TIMERS, 53006);
    way.toServer(
        (message, w) ->
            w.reply(new Frame.Busy(Integer.MAX_VALUE, true, Optional.empty()).encode()));
    assertRefused(new FasterScheduler(20), 53000);
  }

  @Test
  void aServerThatStopsAnsweringAtAnyStepIsReported() {
    for (String missing : List.of("welcome", "iced", "connected")) {
      way.toClient(without(missing));
      assertRefused(new FasterScheduler(20), 53000);
    }
  }

  @Test
  void aBadHelloIsReported() {
    way.toServer((message, w) -> w.reply(new Frame.Bad("no").encode()));
    assertRefused(Room.TIMERS, 53000);
  }

  @Test
  void aConnectedMessageWithoutAnIdentityIsReported() {
    way.toClient(
        (message, w) ->
            w.pass(
                says(message, "connected")
                    ? "{\"type\":\"msg\",\"body\":{\"type\":\"connected\",\"sid\":\"RM1\"}}"
                    : message.asText()));
    assertRefused(Room.TIMERS, 53003);
  }

  @Test
  void aSilentServerIsResumedOnANewSocket() throws Exception {
    // With heartbeats every second, silence is noticed after three seconds.
    way.toServer(
        (message, w) -> w.pass(message.asText().replace("\"timeout\":5000", "\"timeout\":1000")));
    Attendee alice = faulty("alice", 440);
    way.toClient(
        (message, w) -> {
          if (w.connection() > 0) {
            w.pass(message);
          }
        });
    await().untilAsserted(() -> assertThat(alice.reconnecting()).containsExactly(true, false));
    assertThat(alice.ends()).isEmpty();
  }

  @Test
  void duplicatedMessagesChangeNothing() throws Exception {
    way.toClient(FaultyWebSocket.doubled());
    way.toServer(FaultyWebSocket.doubled());
    Attendee alice = faulty("alice", 440);
    Attendee bob = sound("bob", 1000);
    awaitHears(alice, 1000);
    awaitHears(bob, 440);
    alice.room().setEnabled(alice.microphone(), false);
    await().until(() -> !bob.other("alice").orElseThrow().audio().getFirst().enabled());
    assertThat(alice.others()).hasSize(1);
    bob.room().close();
    await().untilAsserted(() -> assertThat(alice.others()).isEmpty());
  }

  @Test
  void delayedMessagesOnlyTakeLonger() throws Exception {
    way.toClient(FaultyWebSocket.delayed(300));
    way.toServer(FaultyWebSocket.delayed(300));
    Attendee alice = faulty("alice", 440);
    Attendee bob = sound("bob", 1000);
    awaitHears(alice, 1000);
    awaitHears(bob, 440);
  }

  @Test
  void reorderedMessagesSettleOnTheNewestState() throws Exception {
    Attendee alice = faulty("alice", 440);
    way.toClient(FaultyWebSocket.swapped());
    Attendee bob = sound("bob", 1000);
    awaitHears(alice, 1000);
    for (int i = 0; i < 5; i++) {
      bob.room().setEnabled(bob.microphone(), i % 2 == 0);
    }
    awaitHears(alice, 1000);
    await().until(() -> alice.other("bob").orElseThrow().audio().getFirst().enabled());
    await().until(() -> bob.other("alice").isPresent());
  }

  @Test
  void droppedAndTruncatedMessagesAreMadeUpForByAResume() throws Exception {
    Attendee alice = faulty("alice", 440);
    Attendee early = sound("early", 700);
    awaitHears(alice, 700);
    way.toClient(
        (message, w) -> {
          String text = message.asText();
          if (w.number() % 2 == 0) {
            w.pass(text.substring(0, text.length() / 2));
          }
        });
    Attendee bob = sound("bob", 1000);
    early.room().close();
    await().until(() -> bob.others().size() == 1);
    assertThat(alice.other("bob")).isEmpty();
    way.toClient(Rule.PASS);
    way.closeAll(1011);
    await().untilAsserted(() -> assertThat(alice.others()).hasSize(1));
    awaitHears(alice, 1000);
    awaitHears(bob, 440);
  }

  @Test
  void nonsenseIsIgnored() throws Exception {
    Attendee alice = faulty("alice", 440);
    for (String nonsense :
        List.of(
            "nonsense",
            "[]",
            "{}",
            "{\"type\":\"wave\"}",
            "{\"type\":\"welcome\",\"negotiatedTimeout\":1}",
            "{\"type\":\"bad\",\"reason\":\"late\"}",
            "{\"type\":\"busy\",\"retryAfter\":-1}",
            "{\"type\":\"msg\"}",
            "{\"type\":\"msg\",\"body\":{\"type\":\"wave\"}}",
            "{\"type\":\"msg\",\"body\":{\"type\":\"iced\"}}",
            "{\"type\":\"msg\",\"body\":{\"type\":\"update\",\"participants\":[1]}}",
            "{\"type\":\"msg\",\"body\":{\"type\":\"update\",\"participants\":{},\"subscribed\":7}}",
            "{\"type\":\"msg\",\"body\":{\"type\":\"update\",\"peer_connections\":[{\"id\":\"x\",\"description\":{\"type\":\"answer\",\"revision\":1,\"sdp\":\"no\"}}]}}",
            "{\"type\":\"msg\",\"body\":{\"type\":\"connected\",\"sid\":\"RM2\",\"participant\":{\"sid\":\"PA2\",\"identity\":\"eve\"}}}",
            "{\"type\":\"msg\",\"body\":{\"type\":\"synced\",\"peer_connections\":[]}}",
            "{\"a\":".repeat(10_000),
            "\"" + "x".repeat(2 << 20) + "\"")) {
      way.inject(nonsense);
    }
    way.inject(new byte[] {1, 2, 3});
    Attendee bob = sound("bob", 1000);
    awaitHears(alice, 1000);
    awaitHears(bob, 440);
    assertThat(alice.ends()).isEmpty();
    assertThat(alice.room().identity()).isEqualTo("alice");
  }

  @Test
  void resumesSlowDownIfTheServerAcceptsAndDrops() throws Exception {
    var scheduler = new ManualScheduler();
    Attendee alice = faulty("alice", 440, scheduler);
    var waits = new ArrayList<Duration>();
    for (int round = 1; round <= 8; round++) {
      int resumes = round;
      way.closeAll(1011);
      await().until(() -> resumeWaits(scheduler).size() == 1);
      Duration wait = resumeWaits(scheduler).getFirst();
      waits.add(wait);
      scheduler.pass(wait);
      await().until(() -> alice.reconnecting().size() == 2 * resumes);
    }
    assertThat(waits.getFirst()).isBetween(Duration.ofMillis(80), Duration.ofMillis(160));
    assertThat(waits.getLast()).isGreaterThan(Duration.ofSeconds(1));
    assertThat(alice.ends()).isEmpty();
  }

  @Test
  void aResumeThatWaitsIsTriedAtOnceOnDemand() throws Exception {
    var scheduler = new ManualScheduler();
    Attendee alice = faulty("alice", 440, scheduler);
    way.closeAll(1011);
    await().until(() -> resumeWaits(scheduler).size() == 1);
    alice.room().reconnect();
    await().untilAsserted(() -> assertThat(alice.reconnecting()).containsExactly(true, false));
  }

  /** Returns the delays that have jitter: all others are whole milliseconds. */
  private static List<Duration> resumeWaits(ManualScheduler scheduler) {
    return scheduler.delays().stream().filter(delay -> delay.toNanos() % 1_000_000 != 0).toList();
  }

  @Test
  void aResumeThatIsAnsweredWithNonsenseIsTriedAgain() throws Exception {
    Attendee alice = faulty("alice", 440);
    way.toClient(
        (message, w) ->
            w.pass(
                w.connection() < 3 && says(message, "synced")
                    ? "{\"type\":\"msg\",\"body\":{\"type\":\"synced\",\"participants\":[1]}}"
                    : message.asText()));
    way.closeAll(1011);
    await().untilAsserted(() -> assertThat(alice.reconnecting()).containsExactly(true, false));
    assertThat(way.connections()).isEqualTo(4);
  }

  @Test
  void aTokenThatIsRejectedOnResumeIsTheReason() throws Exception {
    Attendee alice = faulty("alice", 440);
    way.toClient(
        (message, w) ->
            w.pass(
                says(message, "synced")
                    ? "{\"type\":\"msg\",\"body\":{\"type\":\"error\",\"code\":20104,\"message\":\"expired\"}}"
                    : message.asText()));
    way.closeAll(1011);
    await()
        .untilAsserted(
            () ->
                assertThat(alice.ends())
                    .containsExactly(new DisconnectReason.TokenRefused(20104, "expired")));
  }

  @Test
  void lostMediaIsNoticedAndRestoredWhileSignalingWorks() throws Exception {
    try (var relay = new LossyRelay(cloud.media().port())) {
      way.toClient((message, w) -> w.pass(relay.inPlaceOf(cloud.media(), message.asText())));
      Attendee alice = faulty("alice", 440);
      Attendee bob = sound("bob", 1000);
      awaitHears(alice, 1000);
      relay.setDark(true);
      await().untilAsserted(() -> assertThat(alice.reconnecting()).containsExactly(true));
      relay.setDark(false);
      await().untilAsserted(() -> assertThat(alice.reconnecting()).endsWith(false));
      awaitHears(alice, 1000);
      awaitHears(bob, 440);
      assertThat(way.connections()).isEqualTo(1);
      assertThat(alice.ends()).isEmpty();
    }
  }

  @Test
  void upstreamLossLowersOnlyTheSendersQuality() throws Exception {
    try (var relay = new LossyRelay(cloud.media().port())) {
      way.toClient((message, w) -> w.pass(relay.inPlaceOf(cloud.media(), message.asText())));
      Attendee alice = faulty("alice", 440);
      Attendee bob = sound("bob", 1000);
      awaitHears(alice, 1000);
      awaitHears(bob, 440);
      relay.setLossUp(0.7);
      await()
          .untilAsserted(
              () -> {
                // Alice measures only the downstream, which has no loss.
                assertThat(alice.room().stats().join().lossRatio()).isLessThan(0.01);
                assertThat(alice.room().stats().join().networkQuality()).isBetween(1, 2);
                assertThat(bob.room().stats().join().lossRatio()).isGreaterThan(0.1);
                assertThat(bob.room().stats().join().networkQuality()).isBetween(3, 5);
              });
    }
  }

  @Test
  void aServerThatNeverComesBackIsGivenUpWhenTheSessionTimesOut() throws Exception {
    Attendee alice = faulty("alice", 440, new FasterScheduler(20));
    way.toServer((message, w) -> w.close(1011));
    way.closeAll(1011);
    await()
        .untilAsserted(
            () ->
                assertThat(alice.ends())
                    .singleElement()
                    .isInstanceOfSatisfying(
                        DisconnectReason.ConnectionLost.class,
                        lost -> assertThat(lost.code()).isEqualTo(53001)));
  }
}
