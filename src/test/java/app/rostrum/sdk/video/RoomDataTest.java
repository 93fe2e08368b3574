package app.rostrum.sdk.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.rooms.EmbeddedRooms;
import app.rostrum.cloud.rooms.TestTokens;
import app.rostrum.media.DataChannel;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.Processing;
import app.rostrum.media.webrtc.WebRtcEngine;
import app.rostrum.testing.PulseAudio;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data tracks and media signaling between the Video client and the embedded cloud. */
@Timeout(120)
class RoomDataTest {
  private static final DataChannel.Options RELIABLE = DataChannel.Options.RELIABLE;

  private EmbeddedRooms cloud;
  private final List<Attendee> attendees = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    cloud = new EmbeddedRooms();
    cloud.create("stage");
  }

  @AfterEach
  void close() {
    attendees.forEach(Attendee::close);
    cloud.close();
  }

  private Attendee join(String identity, double hz) throws Exception {
    Attendee attendee = Attendee.join(cloud.signaling(), "stage", identity, hz);
    attendees.add(attendee);
    return attendee;
  }

  private static LocalDataTrack publish(Attendee attendee, String name) throws Exception {
    return attendee.room().publishData(name, RELIABLE).get(60, TimeUnit.SECONDS);
  }

  private static List<String> texts(List<Room.DataMessage> messages) {
    return messages.stream()
        .filter(m -> !m.binary())
        .map(m -> m.identity() + "/" + m.trackName() + ": " + text(m))
        .toList();
  }

  private static String text(Room.DataMessage message) {
    return new String(message.data(), StandardCharsets.UTF_8);
  }

  /** Sends a text until it arrives: a new subscriber receives only later messages. */
  private static void sendUntilReceived(LocalDataTrack track, String text, Attendee listener) {
    await()
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              track.send(text);
              assertThat(texts(listener.messages())).anyMatch(heard -> heard.endsWith(": " + text));
            });
  }

  @Test
  void textAndBytesPassUnchangedBothWays() throws Exception {
    Attendee alice = join("alice", 440);
    Attendee bob = join("bob", 1000);
    LocalDataTrack alices = publish(alice, "chat");
    LocalDataTrack bobs = publish(bob, "chat");
    sendUntilReceived(alices, "hello", bob);
    sendUntilReceived(bobs, "hello", alice);
    assertThat(texts(bob.messages())).first().isEqualTo("alice/chat: hello");
    assertThat(bob.other("alice").orElseThrow().data())
        .singleElement()
        .satisfies(
            track -> {
              assertThat(track.name()).isEqualTo("chat");
              assertThat(track.subscribed()).isTrue();
            });
    bob.messages().clear();
    var random = new Random(1);
    var sent = new ArrayList<byte[]>();
    for (int size : new int[] {1, 1000, 16_384, 65_536, 200_000}) {
      byte[] data = new byte[size];
      random.nextBytes(data);
      sent.add(data);
      assertThat(alices.send(data)).as("%s bytes", size).isTrue();
    }
    assertThat(alices.send("last")).isTrue();
    await().untilAsserted(() -> assertThat(texts(bob.messages())).contains("alice/chat: last"));
    assertThat(bob.messages().stream().filter(Room.DataMessage::binary).map(Room.DataMessage::data))
        .containsExactlyElementsOf(sent);
    await().untilAsserted(() -> assertThat(alice.hears(1000)).isTrue());
  }

  @Test
  void lateAndResumedParticipantsReceiveMessages() throws Exception {
    Attendee alice = join("alice", 440);
    LocalDataTrack track = publish(alice, "chat");
    Attendee bob = join("bob", 0);
    sendUntilReceived(track, "one", bob);
    cloud.dropSockets();
    assertThat(track.send("during")).isTrue();
    await().untilAsserted(() -> assertThat(texts(bob.messages())).contains("alice/chat: during"));
    await().untilAsserted(() -> assertThat(bob.reconnecting()).containsExactly(true, false));
    await().untilAsserted(() -> assertThat(alice.reconnecting()).containsExactly(true, false));
    Attendee carol = join("carol", 0);
    sendUntilReceived(track, "after", carol);
  }

  @Test
  void unpublishingEndsADataTrack() throws Exception {
    Attendee alice = join("alice", 440);
    Attendee bob = join("bob", 0);
    LocalDataTrack track = publish(alice, "chat");
    sendUntilReceived(track, "one", bob);
    track.unpublish();
    await().until(() -> bob.other("alice").orElseThrow().data().isEmpty());
    await().until(() -> !track.send("nobody hears"));
    LocalDataTrack again = publish(alice, "chat");
    sendUntilReceived(again, "two", bob);
    assertThat(texts(bob.messages())).doesNotContain("alice/chat: nobody hears");
  }

  @Test
  void manyMessagesArriveInOrderAtSeveralParticipants() throws Exception {
    Attendee alice = join("alice", 0);
    Attendee bob = join("bob", 0);
    Attendee carol = join("carol", 0);
    LocalDataTrack track = publish(alice, "numbers");
    sendUntilReceived(track, "begin", bob);
    sendUntilReceived(track, "begin", carol);
    var expected = new ArrayList<String>();
    for (int i = 0; i < 1000; i++) {
      expected.add("alice/numbers: " + i);
      assertThat(track.send(Integer.toString(i))).isTrue();
    }
    for (Attendee listener : List.of(bob, carol)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(texts(listener.messages()).stream().filter(t -> !t.endsWith("begin")))
                      .containsExactlyElementsOf(expected));
    }
  }

  @Test
  void anUnreliableTrackKeepsItsSettings() throws Exception {
    Attendee alice = join("alice", 0);
    Attendee bob = join("bob", 0);
    LocalDataTrack track =
        alice
            .room()
            .publishData("pulse", new DataChannel.Options(false, Optional.of(0), Optional.empty()))
            .get(60, TimeUnit.SECONDS);
    sendUntilReceived(track, "tick", bob);
  }

  @Test
  void aNameInUseIsRefused() throws Exception {
    Attendee alice = join("alice", 440);
    assertThatThrownBy(() -> publish(alice, "microphone"))
        .cause()
        .isInstanceOfSatisfying(
            Room.ConnectException.class,
            e ->
                assertThat(e.reason())
                    .isInstanceOfSatisfying(
                        DisconnectReason.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(53304)));
    Attendee bob = join("bob", 0);
    sendUntilReceived(publish(alice, "chat"), "still works", bob);
  }

  @Test
  void networkQualityIsReportedForAll() throws Exception {
    Attendee alice = join("alice", 440);
    join("bob", 1000);
    await()
        .untilAsserted(
            () ->
                assertThat(alice.qualities())
                    .hasEntrySatisfying("alice", l -> assertThat(l).isBetween(3, 5))
                    .hasEntrySatisfying("bob", l -> assertThat(l).isBetween(3, 5)));
  }

  @Test
  @Tag("e2e")
  @Tag("media")
  void theWebRtcEngineSendsAndReceivesMessagesToo() throws Exception {
    PulseAudio pulse = PulseAudio.start();
    pulse.useInThisProcess();
    Attendee bob = join("bob", 1000);
    List<Room.DataMessage> heard = new CopyOnWriteArrayList<>();
    List<String> dominant = new CopyOnWriteArrayList<>();
    try (pulse;
        MediaEngine engine = WebRtcEngine.create(Processing.NONE);
        Room room =
            Room.connect(
                    new Room.Options(
                        new OkHttpClient(),
                        cloud.signaling(),
                        TestTokens.video("alice", "stage"),
                        "stage",
                        engine,
                        Optional.empty()),
                    new Room.Listener() {
                      @Override
                      public void onParticipants(List<RemoteParticipant> participants) {}

                      @Override
                      public void onReconnecting(boolean reconnecting) {}

                      @Override
                      public void onDominantSpeaker(Optional<String> identity) {
                        identity.ifPresent(dominant::add);
                      }

                      @Override
                      public void onMessage(Room.DataMessage message) {
                        heard.add(message);
                      }

                      @Override
                      public void onDisconnected(DisconnectReason reason) {}
                    })
                .get(60, TimeUnit.SECONDS)) {
      LocalDataTrack alices = room.publishData("chat", RELIABLE).get(60, TimeUnit.SECONDS);
      LocalDataTrack bobs = publish(bob, "chat");
      sendUntilReceived(alices, "hello", bob);
      await()
          .untilAsserted(
              () -> {
                bobs.send("hello yourself");
                assertThat(texts(heard)).contains("bob/chat: hello yourself");
              });
      await().untilAsserted(() -> assertThat(dominant).contains("bob"));
    }
  }
}
