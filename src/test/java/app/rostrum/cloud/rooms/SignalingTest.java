package app.rostrum.cloud.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.TurnServers;
import app.rostrum.cloud.store.Store;
import app.rostrum.web.WebSocketConnection;
import app.rostrum.wire.room.ClientMessage;
import app.rostrum.wire.room.Frame;
import app.rostrum.wire.room.LocalParticipant;
import app.rostrum.wire.room.ParticipantState;
import app.rostrum.wire.room.PeerUpdate;
import app.rostrum.wire.room.Published;
import app.rostrum.wire.room.ServerMessage;
import app.rostrum.wire.room.TrackKind;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server's side of signaling, without media. */
@Timeout(120)
class SignalingTest {
  private EmbeddedRooms cloud;
  private RoomRecord room;
  private final List<ScriptedClient> clients = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    cloud = new EmbeddedRooms(Store.inMemory(), EmbeddedRooms.quick(), 0);
    room = cloud.create("stage");
  }

  @AfterEach
  void close() {
    clients.forEach(ScriptedClient::cut);
    cloud.close();
  }

  private ScriptedClient client() {
    var client = new ScriptedClient(cloud.signaling());
    clients.add(client);
    return client;
  }

  private static ParticipantState only(ServerMessage.Update update) {
    return update.state().participants().orElseThrow().getFirst();
  }

  private static boolean speaksOf(ServerMessage.Update update, String identity) {
    return update.state().participants().stream()
        .flatMap(List::stream)
        .anyMatch(p -> p.identity().equals(identity));
  }

  private ParticipantState awaitParticipant(ScriptedClient client, String identity)
      throws Exception {
    return only(client.expect(ServerMessage.Update.class, u -> speaksOf(u, identity)));
  }

  private int refusal(ClientMessage message) throws Exception {
    ScriptedClient client = client();
    client.hello(message);
    return client.expect(ServerMessage.Error.class).code();
  }

  @Test
  void iceThenConnect() throws Exception {
    ScriptedClient alice = client();
    String token = TestTokens.video("alice", "stage");
    alice.hello(new ClientMessage.Ice(token));
    assertThat(alice.frame(Frame.Welcome.class).negotiatedTimeoutMillis()).isEqualTo(5000);
    assertThat(alice.expect(ServerMessage.Iced.class).iceServers()).isEmpty();
    alice.say(ScriptedClient.connect(token, "stage"));
    ServerMessage.Connected connected = alice.expect(ServerMessage.Connected.class);
    assertThat(connected.sid()).isEqualTo(room.sid());
    assertThat(connected.name()).isEqualTo("stage");
    assertThat(connected.self().identity()).isEqualTo("alice");
    assertThat(connected.state().participants()).contains(List.of());
    assertThat(connected.state().published().orElseThrow().tracks())
        .hasOnlyElementsOfType(Published.Track.Ready.class);
    await()
        .untilAsserted(
            () ->
                assertThat(cloud.callbacks())
                    .containsExactly("room-created", "participant-connected alice"));
    assertThat(cloud.callbackForms().get(1))
        .containsEntry("RoomSid", room.sid())
        .containsEntry("RoomName", "stage")
        .containsEntry("RoomStatus", "in-progress")
        .containsEntry("ParticipantSid", connected.self().sid())
        .containsEntry("AccountSid", TestTokens.ACCOUNT)
        .containsEntry("SequenceNumber", "1")
        .containsKey("Timestamp");
  }

  @Test
  void aNewcomerSeesTheOthersAndIsSeen() throws Exception {
    ScriptedClient alice = client();
    ScriptedClient bob = client();
    alice.join("alice", "stage");
    ServerMessage.Connected connected = bob.join("bob", room.sid());
    ParticipantState seen = connected.state().participants().orElseThrow().getFirst();
    assertThat(seen.identity()).isEqualTo("alice");
    assertThat(seen.tracks())
        .extracting(ParticipantState.Track::name)
        .containsExactly("microphone");
    assertThat(connected.state().subscribed().orElseThrow().tracks())
        .extracting(t -> t.sid())
        .containsExactly(seen.tracks().getFirst().sid());
    assertThat(awaitParticipant(alice, "bob").state()).isEqualTo(ParticipantState.State.CONNECTED);
  }

  @Test
  void muteLatePublishAndUnpublishReachTheOthers() throws Exception {
    ScriptedClient alice = client();
    ScriptedClient bob = client();
    alice.join("alice", "stage");
    String session = bob.join("bob", "stage").session();
    int first = awaitParticipant(alice, "bob").revision();

    bob.say(update(session, ScriptedClient.microphone(3, false)));
    ParticipantState muted = awaitParticipant(alice, "bob");
    assertThat(muted.tracks().getFirst().enabled()).isFalse();
    assertThat(muted.revision()).isGreaterThan(first);

    var second = new LocalParticipant.Track("track-2", TrackKind.AUDIO, "music", true, "standard");
    bob.say(
        update(
            session,
            new LocalParticipant(
                4, List.of(ScriptedClient.microphone(4, true).tracks().getFirst(), second))));
    var published = bob.expect(ServerMessage.Update.class, u -> u.state().published().isPresent());
    assertThat(published.state().published().orElseThrow().tracks()).hasSize(2);
    var late = alice.expect(ServerMessage.Update.class, u -> speaksOf(u, "bob"));
    assertThat(only(late).tracks()).hasSize(2);
    assertThat(late.state().subscribed().orElseThrow().tracks()).hasSize(2);

    bob.say(update(session, new LocalParticipant(5, List.of(second))));
    var gone = alice.expect(ServerMessage.Update.class, u -> speaksOf(u, "bob"));
    assertThat(only(gone).tracks())
        .extracting(ParticipantState.Track::name)
        .containsExactly("music");
    assertThat(gone.state().subscribed().orElseThrow().tracks()).hasSize(1);
  }

  private static ClientMessage update(String session, LocalParticipant participant) {
    return new ClientMessage.Update(session, Optional.of(participant), List.of());
  }

  @Test
  void anOldRevisionChangesNothing() throws Exception {
    ScriptedClient alice = client();
    ScriptedClient bob = client();
    alice.join("alice", "stage");
    String session = bob.join("bob", "stage").session();
    bob.say(update(session, new LocalParticipant(2, List.of())));
    bob.say(update(session, ScriptedClient.microphone(3, false)));
    awaitParticipant(alice, "bob");
    assertThat(awaitParticipant(alice, "bob").tracks()).hasSize(1);
  }

  @Test
  void videoIsRefusedInARoomForAudioOnlyAndAudioGoesOn() throws Exception {
    cloud
        .rooms()
        .create(
            new Rooms.CreateRequest(
                "voices",
                Optional.empty(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    ScriptedClient alice = client();
    String session = alice.join("alice", "voices").session();
    var camera = new LocalParticipant.Track("cam", TrackKind.VIDEO, "camera", true, "standard");
    alice.say(
        update(
            session,
            new LocalParticipant(
                3, List.of(ScriptedClient.microphone(3, true).tracks().getFirst(), camera))));
    var tracks =
        alice
            .expect(ServerMessage.Update.class, u -> u.state().published().isPresent())
            .state()
            .published()
            .orElseThrow()
            .tracks();
    assertThat(tracks.get(0)).isInstanceOf(Published.Track.Ready.class);
    assertThat(tracks.get(1))
        .isInstanceOfSatisfying(
            Published.Track.Failed.class, f -> assertThat(f.problem().code()).isEqualTo(53125));
  }

  @Test
  void leavingFreesEverything() throws Exception {
    ScriptedClient alice = client();
    ScriptedClient bob = client();
    alice.join("alice", "stage");
    String session = bob.join("bob", "stage").session();
    bob.say(new ClientMessage.Disconnect(session));
    bob.say(new Frame.Bye().encode());
    awaitParticipant(alice, "bob");
    var gone = alice.expect(ServerMessage.Update.class, u -> speaksOf(u, "bob"));
    assertThat(only(gone).state()).isEqualTo(ParticipantState.State.DISCONNECTED);
    assertThat(gone.state().subscribed().orElseThrow().tracks()).isEmpty();
    assertThat(cloud.rooms().participant(room.sid(), "bob").orElseThrow().connected()).isFalse();
    await()
        .untilAsserted(
            () -> assertThat(cloud.callbacks()).endsWith("participant-disconnected bob"));
  }

  @Test
  void aDroppedSocketResumes() throws Exception {
    ScriptedClient alice = client();
    ScriptedClient bob = client();
    alice.join("alice", "stage");
    ServerMessage.Connected joined = bob.join("bob", "stage");
    awaitParticipant(alice, "bob");
    bob.cut();
    assertThat(awaitParticipant(alice, "bob").state())
        .isEqualTo(ParticipantState.State.RECONNECTING);

    ScriptedClient again = client();
    again.hello(
        new ClientMessage.Sync(
            TestTokens.video("bob", "stage"),
            "stage",
            joined.session(),
            ScriptedClient.microphone(3, false),
            List.of()));
    ServerMessage.Synced synced = again.expect(ServerMessage.Synced.class);
    assertThat(synced.self()).isEqualTo(joined.self());
    assertThat(synced.state().participants().orElseThrow())
        .extracting(ParticipantState::identity)
        .containsExactly("alice");
    ParticipantState back =
        only(
            alice.expect(
                ServerMessage.Update.class,
                u -> speaksOf(u, "bob") && only(u).state() == ParticipantState.State.CONNECTED));
    assertThat(back.tracks().getFirst().enabled()).isFalse();
    assertThat(cloud.callbacks()).doesNotContain("participant-disconnected bob");
  }

  @Test
  void aLostParticipantIsRemovedAfterTheTimeout() throws Exception {
    ScriptedClient alice = client();
    ScriptedClient bob = client();
    alice.join("alice", "stage");
    String session = bob.join("bob", "stage").session();
    bob.cut();
    alice.expect(
        ServerMessage.Update.class,
        u -> speaksOf(u, "bob") && only(u).state() == ParticipantState.State.DISCONNECTED);
    assertThat(
            refusal(
                new ClientMessage.Sync(
                    TestTokens.video("bob", "stage"),
                    "stage",
                    session,
                    ScriptedClient.microphone(3, true),
                    List.of())))
        .isEqualTo(53002);
  }

  @Test
  void aSessionBelongsToItsIdentity() throws Exception {
    String session = client().join("alice", "stage").session();
    assertThat(
            refusal(
                new ClientMessage.Sync(
                    TestTokens.video("mallory", "stage"),
                    "stage",
                    session,
                    ScriptedClient.microphone(3, true),
                    List.of())))
        .isEqualTo(53002);
  }

  @Test
  void aSecondConnectionOfAnIdentityReplacesTheFirst() throws Exception {
    ScriptedClient old = client();
    String first = old.join("alice", "stage").self().sid();
    String second = client().join("alice", "stage").self().sid();
    assertThat(old.expect(ServerMessage.Error.class).code()).isEqualTo(53205);
    assertThat(second).isNotEqualTo(first);
    assertThat(cloud.callbacks())
        .endsWith("participant-disconnected alice", "participant-connected alice");
  }

  @Test
  void theHostRemovesAParticipant() throws Exception {
    ScriptedClient bob = client();
    String sid = bob.join("bob", "stage").self().sid();
    assertThat(cloud.rooms().disconnect(room.sid(), sid).orElseThrow().connected()).isFalse();
    assertThat(bob.expect(ServerMessage.Disconnected.class).completed()).isFalse();
    assertThat(bob.closeCode()).isNotEqualTo(1000);
    assertThat(cloud.rooms().disconnect(room.sid(), "bob")).isEmpty();
  }

  @Test
  void aCompletedRoomTellsEverybodyAndFreesItsName() throws Exception {
    ScriptedClient alice = client();
    alice.join("alice", "stage");
    cloud.rooms().complete("stage");
    assertThat(alice.expect(ServerMessage.Disconnected.class).completed()).isTrue();
    assertThat(cloud.callbacks()).endsWith("participant-disconnected alice", "room-ended");
    assertThat(cloud.callbackForms().getLast()).containsEntry("RoomStatus", "completed");
    assertThat(cloud.rooms().find("stage")).isEmpty();
    assertThat(cloud.rooms().find(room.sid()).orElseThrow().inProgress()).isFalse();
    assertThat(cloud.create("stage").sid()).isNotEqualTo(room.sid());
  }

  @Test
  void tokensAreChecked() throws Exception {
    assertThat(refusal(new ClientMessage.Ice("nonsense"))).isEqualTo(20101);
    assertThat(refusal(new ClientMessage.Ice(TestTokens.ofStrangeKey("a")))).isEqualTo(20103);
    assertThat(refusal(new ClientMessage.Ice(TestTokens.expired("a", "")))).isEqualTo(20104);
    assertThat(refusal(new ClientMessage.Ice(TestTokens.withoutVideo("a")))).isEqualTo(20106);
    assertThat(refusal(new ClientMessage.Ice(TestTokens.forged("a", "")))).isEqualTo(20107);
    assertThat(refusal(ScriptedClient.connect(TestTokens.video("a", "other"), "stage")))
        .isEqualTo(20106);
  }

  @Test
  void roomsAndNamesAreChecked() throws Exception {
    assertThat(refusal(ScriptedClient.connect(TestTokens.video("a", ""), "nowhere")))
        .isEqualTo(53106);
    assertThat(refusal(ScriptedClient.connect(TestTokens.video("a", ""), " "))).isEqualTo(53100);
    assertThat(refusal(ScriptedClient.connect(TestTokens.video("a", ""), "x".repeat(129))))
        .isEqualTo(53101);
    assertThat(refusal(ScriptedClient.connect(TestTokens.video("a", ""), "x\u0007")))
        .isEqualTo(53102);
    assertThat(refusal(ScriptedClient.connect(TestTokens.video("a".repeat(129), ""), "stage")))
        .isEqualTo(53201);
    assertThat(refusal(ScriptedClient.connect(TestTokens.video("a\n", ""), "stage")))
        .isEqualTo(53202);
  }

  @Test
  void aFullRoomIsFull() throws Exception {
    cloud
        .rooms()
        .create(
            new Rooms.CreateRequest(
                "small",
                Optional.of(1),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    client().join("alice", "small");
    assertThat(refusal(ScriptedClient.connect(TestTokens.video("bob", ""), "small")))
        .isEqualTo(53105);
    client().join("alice", "small");
  }

  @Test
  void anInvalidHelloIsAnsweredWithBad() throws Exception {
    for (String text :
        List.of(
            "hello?",
            "{}",
            "[]",
            "{\"type\":\"msg\",\"body\":{}}",
            "{\"type\":\"hello\"}",
            "{\"type\":\"welcome\"}")) {
      ScriptedClient client = client();
      client.say(text);
      client.frame(Frame.Bad.class);
      assertThat(client.closeCode()).isBetween(4000, 4999);
    }
  }

  @Test
  void othersNoticeNothingOfMalformedInput() throws Exception {
    ScriptedClient alice = client();
    alice.join("alice", "stage");
    for (String text :
        List.of(
            "{\"type\":",
            "{\"type\":\"msg\",\"body\":{\"type\":\"update\",\"peer_connections\":[1]}}",
            "{\"type\":\"msg\",\"body\":" + "{\"a\":".repeat(90_000) + "1" + "}".repeat(90_001),
            "{\"type\":\"msg\",\"body\":{\"type\":\"x\",\"a\":\"" + "y".repeat(1 << 20) + "\"}}")) {
      ScriptedClient mallory = client();
      mallory.join("mallory", "stage");
      mallory.say(text);
      assertThat(mallory.expect(ServerMessage.Error.class).code()).isEqualTo(53004);
    }
    ScriptedClient rapid = client();
    String session = rapid.join("rapid", "stage").session();
    for (int i = 0; i < 2000; i++) {
      rapid.say(update(session, ScriptedClient.microphone(1, true)));
    }
    assertThat(rapid.expect(ServerMessage.Error.class).code()).isEqualTo(53004);

    ScriptedClient bob = client();
    bob.join("bob", "stage");
    assertThat(awaitParticipant(alice, "bob").state()).isEqualTo(ParticipantState.State.CONNECTED);
  }

  @Test
  void aFloodOfTracksIsLimitedAndDelaysNobody() throws Exception {
    ScriptedClient alice = client();
    alice.join("alice", "stage");
    ScriptedClient mallory = client();
    String session = mallory.join("mallory", "stage").session();
    awaitParticipant(alice, "mallory");
    var tracks = new ArrayList<LocalParticipant.Track>();
    for (int i = 0; i < 1000; i++) {
      tracks.add(
          new LocalParticipant.Track(
              "id-" + i,
              i % 2 == 0 ? TrackKind.DATA : TrackKind.AUDIO,
              "name-" + i,
              true,
              "standard"));
    }
    mallory.say(update(session, new LocalParticipant(3, tracks)));
    assertThat(awaitParticipant(alice, "mallory").tracks()).hasSizeLessThanOrEqualTo(20);
    var published =
        mallory.expect(ServerMessage.Update.class, u -> u.state().published().isPresent());
    assertThat(published.state().published().orElseThrow().tracks())
        .hasSize(1000)
        .filteredOn(Published.Track.Failed.class::isInstance)
        .extracting(t -> ((Published.Track.Failed) t).problem().code())
        .containsOnly(53203);
    tracks.add(tracks.getFirst());
    mallory.say(update(session, new LocalParticipant(4, tracks)));
    assertThat(mallory.expect(ServerMessage.Error.class).code()).isEqualTo(53004);
    ScriptedClient bob = client();
    bob.join("bob", "stage");
    assertThat(awaitParticipant(alice, "bob").state()).isEqualTo(ParticipantState.State.CONNECTED);
  }

  @Test
  void invalidTracksAreRefusedWithTheirCodes() throws Exception {
    ScriptedClient alice = client();
    String session = alice.join("alice", "stage").session();
    var codes = new LinkedHashMap<LocalParticipant.Track, Integer>();
    codes.put(new LocalParticipant.Track("a b", TrackKind.AUDIO, "n1", true, "standard"), 53300);
    codes.put(new LocalParticipant.Track("x1", TrackKind.DATA, " ", true, "standard"), 53301);
    codes.put(
        new LocalParticipant.Track("x2", TrackKind.DATA, "n".repeat(129), true, "standard"), 53302);
    codes.put(new LocalParticipant.Track("x3", TrackKind.DATA, "a\nb", true, "standard"), 53303);
    codes.put(new LocalParticipant.Track("x4", TrackKind.DATA, "same", true, "standard"), 0);
    codes.put(new LocalParticipant.Track("x5", TrackKind.AUDIO, "same", true, "standard"), 53304);
    alice.say(update(session, new LocalParticipant(3, List.copyOf(codes.keySet()))));
    var answer =
        alice
            .expect(ServerMessage.Update.class, u -> u.state().published().isPresent())
            .state()
            .published()
            .orElseThrow();
    codes.forEach(
        (track, code) ->
            assertThat(answer.tracks())
                .filteredOn(t -> t.id().equals(track.id()))
                .singleElement()
                .satisfies(
                    t ->
                        assertThat(
                                t instanceof Published.Track.Failed failed
                                    ? failed.problem().code()
                                    : 0)
                            .isEqualTo(code)));
  }

  @Test
  void aTrackMayTakeTheNameOfOneThatEndsInTheSameUpdate() throws Exception {
    ScriptedClient alice = client();
    String session = alice.join("alice", "stage").session();
    for (int i = 0; i < 3; i++) {
      String id = "microphone-" + i;
      var track = new LocalParticipant.Track(id, TrackKind.AUDIO, "same", true, "standard");
      alice.say(update(session, new LocalParticipant(3 + i, List.of(track))));
      assertThat(
              alice
                  .expect(ServerMessage.Update.class, u -> u.state().published().isPresent())
                  .state()
                  .published()
                  .orElseThrow()
                  .tracks())
          .singleElement()
          .isInstanceOfSatisfying(
              Published.Track.Ready.class, ready -> assertThat(ready.id()).isEqualTo(id));
    }
  }

  @Test
  void aDescriptionOfAMegabyteEndsItsSenderOnly() throws Exception {
    ScriptedClient alice = client();
    alice.join("alice", "stage");
    ScriptedClient mallory = client();
    String sdp = "v=0\r\n" + "a=x:1\r\n".repeat(90_000);
    String token = TestTokens.video("mallory", "stage");
    mallory.hello(new ClientMessage.Ice(token));
    mallory.expect(ServerMessage.Iced.class);
    mallory.say(
        ScriptedClient.connect(
            token,
            "stage",
            PeerUpdate.of("pc", new PeerUpdate.Description(PeerUpdate.Type.OFFER, 1, sdp))));
    assertThat(mallory.expect(ServerMessage.Error.class).code()).isEqualTo(53403);
    ScriptedClient bob = client();
    bob.join("bob", "stage");
    assertThat(awaitParticipant(alice, "bob").state()).isEqualTo(ParticipantState.State.CONNECTED);
  }

  @Test
  void nobodyResumesTheSessionOfAnother() throws Exception {
    ScriptedClient alice = client();
    String session = alice.join("alice", "stage").session();
    ScriptedClient mallory = client();
    mallory.hello(
        new ClientMessage.Sync(
            TestTokens.video("mallory", "stage"),
            "stage",
            session,
            ScriptedClient.microphone(9, true),
            List.of()));
    assertThat(mallory.expect(ServerMessage.Error.class).code()).isEqualTo(53002);
  }

  @Test
  void clientsOfAFullServerAreAskedToComeLaterAndInTheEndToStayAway() throws Exception {
    cloud.close();
    cloud =
        new EmbeddedRooms(
            Store.inMemory(),
            new RoomSettings(
                TestTokens.ACCOUNT, Duration.ofSeconds(2), Duration.ofSeconds(5), 0, 50),
            0);
    Optional<String> cookie = Optional.empty();
    for (int i = 0; i < 3; i++) {
      ScriptedClient client = client();
      client.say(new Frame.Hello("h", 5000, 2, cookie, Optional.empty()).encode());
      Frame.Busy busy = client.frame(Frame.Busy.class);
      assertThat(busy.retryAfterMillis()).isBetween(1000, 2000);
      assertThat(busy.keepAlive()).isFalse();
      cookie = busy.cookie();
    }
    ScriptedClient last = client();
    last.say(new Frame.Hello("h", 5000, 2, cookie, Optional.empty()).encode());
    assertThat(last.frame(Frame.Busy.class).retryAfterMillis()).isNegative();
  }

  @Test
  void turnServersAreNamedToThoseWithATokenOnly() throws Exception {
    cloud.close();
    var turn = new TurnServers(List.of("turn:turn.example.org"), "shared", Clock.systemUTC());
    cloud =
        new EmbeddedRooms(Store.inMemory(), RoomSettings.of(TestTokens.ACCOUNT).withTurn(turn), 0);
    assertThat(refusal(new ClientMessage.Ice("nonsense"))).isEqualTo(20101);
    ScriptedClient alice = client();
    alice.hello(new ClientMessage.Ice(TestTokens.video("alice", "stage")));
    assertThat(alice.expect(ServerMessage.Iced.class).iceServers())
        .singleElement()
        .satisfies(
            server -> {
              assertThat(server.urls()).containsExactly("turn:turn.example.org");
              assertThat(server.username()).containsOnlyDigits();
              assertThat(server.credential()).hasSize(28);
            });
  }

  @Test
  void messagesOfUnknownTypesAreIgnored() throws Exception {
    ScriptedClient alice = client();
    ScriptedClient bob = client();
    alice.join("alice", "stage");
    String session = bob.join("bob", "stage").session();
    bob.say("{\"type\":\"msg\",\"body\":{\"type\":\"wave\"}}");
    bob.say(update(session, ScriptedClient.microphone(3, false)));
    awaitParticipant(alice, "bob");
    assertThat(awaitParticipant(alice, "bob").tracks().getFirst().enabled()).isFalse();
  }

  @Test
  void socketsWithoutATokenAreClosed() throws Exception {
    // Without a close frame: a peer that never answers one must not keep its place.
    assertThat(client().closeCode()).isEqualTo(1006);
    ScriptedClient silent = client();
    silent.hello(new ClientMessage.Disconnect(""));
    assertThat(silent.closeCode()).isEqualTo(1006);
  }

  @Test
  void silentSocketsOfAStrangerTakeNoPlaceOfSpeakers() throws Exception {
    var aborted = new AtomicInteger();
    for (int i = 0; i < 2100; i++) {
      var unused = cloud.endpoint().onOpen(new SilentSocket(aborted::incrementAndGet));
    }
    assertThat(aborted).hasValue(2100 - SignalingEndpoint.UNAUTHENTICATED_OF_NETWORK);
    client().join("alice", "stage");
    await().until(() -> aborted.get() >= 2100);
  }

  @Test
  void messagesAreSmallUntilAToken() throws Exception {
    ScriptedClient mallory = client();
    mallory.say("x".repeat(17_000));
    assertThat(mallory.closeCode()).isEqualTo(1009);
  }

  /** A socket of a stranger that never says or closes anything. */
  private record SilentSocket(Runnable onAbort) implements WebSocketConnection {
    @Override
    public void sendText(String message) {}

    @Override
    public void sendBinary(byte[] message) {}

    @Override
    public void close(int code, String reason) {}

    @Override
    public void abort() {
      onAbort.run();
    }

    @Override
    public String remoteAddress() {
      return "192.0.2.66";
    }
  }

  @Test
  void aSilentSocketIsTakenForLost() throws Exception {
    ScriptedClient alice = client();
    alice.say(
        new Frame.Hello(
                "h",
                1000,
                2,
                Optional.empty(),
                Optional.of(
                    ScriptedClient.connect(TestTokens.video("alice", ""), "stage").toJson()))
            .encode());
    assertThat(alice.frame(Frame.Welcome.class).negotiatedTimeoutMillis()).isEqualTo(1000);
    alice.frame(Frame.Heartbeat.class);
    assertThat(alice.closeCode()).isEqualTo(1006);
    await()
        .untilAsserted(
            () -> assertThat(cloud.callbacks()).endsWith("participant-disconnected alice"));
  }

  /** Creates a room by the name "brief" and returns its SID. */
  private String createBrief(Optional<Duration> emptyTimeout, Optional<Duration> unusedTimeout)
      throws RoomException {
    return cloud
        .rooms()
        .create(
            new Rooms.CreateRequest(
                "brief", Optional.empty(), false, Optional.empty(), emptyTimeout, unusedTimeout))
        .sid();
  }

  @Test
  void aRoomThatNobodyUsesEnds() throws Exception {
    createBrief(Optional.empty(), Optional.of(Duration.ofMillis(300)));
    await().untilAsserted(() -> assertThat(cloud.rooms().find("brief")).isEmpty());
  }

  @Test
  void aRoomFromWhichTheLastParticipantHasVanishedEnds() throws Exception {
    String sid = createBrief(Optional.of(Duration.ofMillis(300)), Optional.empty());
    ScriptedClient alice = client();
    alice.join("alice", "brief");
    alice.cut();
    await()
        .untilAsserted(
            () -> assertThat(cloud.rooms().find(sid).orElseThrow().inProgress()).isFalse());
    assertThat(cloud.rooms().participant(sid, "alice").orElseThrow().connected()).isFalse();
  }
}
