package app.rostrum.cloud.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.rooms.EmbeddedRooms;
import app.rostrum.cloud.rooms.TestTokens;
import app.rostrum.sdk.video.Attendee;
import app.rostrum.server.InProcessHttpClient;
import com.twilio.exception.ApiException;
import com.twilio.http.HttpMethod;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.video.v1.Room;
import com.twilio.rest.video.v1.room.Participant;
import com.twilio.rest.video.v1.room.participant.SubscribeRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Video API, as twilio-java sees it. */
@Timeout(120)
class VideoResourcesTest {
  private EmbeddedRooms cloud;
  private TwilioRestClient twilio;

  @BeforeEach
  void open() throws Exception {
    cloud = new EmbeddedRooms();
    var router = new RestRouter((user, password) -> password.equals("open"));
    new VideoResources(cloud.rooms(), TestTokens.ACCOUNT).addTo(router);
    twilio =
        new TwilioRestClient.Builder(TestTokens.ACCOUNT, "open")
            .httpClient(new InProcessHttpClient(router))
            .build();
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private Room create(String name) {
    return Room.creator()
        .setUniqueName(name)
        .setType(Room.RoomType.GROUP)
        .setStatusCallback(EmbeddedRooms.CALLBACK)
        .setStatusCallbackMethod(HttpMethod.POST)
        .create(twilio);
  }

  private static int codeOf(ThrowingCallable call) {
    return catchThrowableOfType(ApiException.class, call).getCode();
  }

  @Test
  void aRoomIsCreatedAndFound() {
    Room room = create("stage");
    assertThat(room.getSid()).matches("RM[0-9a-f]{32}");
    assertThat(room.getStatus()).isEqualTo(Room.RoomStatus.IN_PROGRESS);
    assertThat(room.getType()).isEqualTo(Room.RoomType.GROUP);
    assertThat(room.getMaxParticipants()).isEqualTo(50);
    assertThat(room.getStatusCallback()).isEqualTo(EmbeddedRooms.CALLBACK);
    assertThat(room.getAccountSid()).isEqualTo(TestTokens.ACCOUNT);
    assertThat(room.getDateCreated()).isNotNull();
    assertThat(room.getEndTime()).isNull();
    assertThat(Room.fetcher("stage").fetch(twilio).getSid()).isEqualTo(room.getSid());
    assertThat(Room.fetcher(room.getSid()).fetch(twilio).getUniqueName()).isEqualTo("stage");
  }

  @Test
  void subscribeRulesAreReadAndWritten() throws Exception {
    String room = create("stage").getSid();
    try (Attendee alice = Attendee.join(cloud.signaling(), "stage", "alice", 440);
        Attendee bob = Attendee.join(cloud.signaling(), "stage", "bob", 1000)) {
      assertThat(SubscribeRules.fetcher(room, "alice").fetch(twilio).getRules())
          .singleElement()
          .satisfies(rule -> assertThat(rule.getAll()).isTrue());
      await().until(() -> alice.hears(1000));
      SubscribeRules fresh =
          SubscribeRules.updater(room, "alice")
              .setRules(
                  List.of(
                      Map.of("type", "include", "all", true),
                      Map.of("type", "exclude", "publisher", "bob", "kind", "audio")))
              .update(twilio);
      assertThat(fresh.getParticipantSid()).isEqualTo(alice.room().participantSid());
      assertThat(fresh.getRules()).hasSize(2);
      await().until(() -> !alice.hears(1000));
      assertThat(alice.other("bob").orElseThrow().audio())
          .singleElement()
          .satisfies(track -> assertThat(track.subscribed()).isFalse());
      await().until(() -> bob.hears(440));
      for (List<Map<String, Object>> invalid :
          List.<List<Map<String, Object>>>of(
              List.of(),
              List.of(Map.of("type", "include")),
              List.of(Map.of("type", "include", "all", false)),
              List.of(Map.of("type", "include", "all", true, "kind", "audio")),
              List.of(Map.of("type", "perhaps", "all", true)),
              List.of(Map.of("type", "include", "kind", "smell")))) {
        assertThat(
                codeOf(
                    () -> SubscribeRules.updater(room, "alice").setRules(invalid).update(twilio)))
            .isEqualTo(53215);
      }
      assertThat(codeOf(() -> SubscribeRules.fetcher(room, "nobody").fetch(twilio)))
          .isEqualTo(20404);
    }
  }

  @Test
  void aTakenNameIsRefused() {
    create("stage");
    ApiException refusal = catchThrowableOfType(ApiException.class, () -> create("stage"));
    assertThat(refusal.getCode()).isEqualTo(53113);
    assertThat(refusal.getStatusCode()).isEqualTo(400);
    assertThat(refusal).hasMessage("Room exists");
  }

  @Test
  void invalidParametersAreRefused() {
    assertThat(codeOf(() -> create("x".repeat(129)))).isEqualTo(53101);
    assertThat(codeOf(() -> Room.creator().setMaxParticipants(0).create(twilio))).isEqualTo(53107);
    assertThat(codeOf(() -> Room.creator().setEmptyRoomTimeout(61).create(twilio)))
        .isEqualTo(53109);
    assertThat(codeOf(() -> Room.creator().setStatusCallback("ftp://x/").create(twilio)))
        .isEqualTo(53111);
    assertThat(codeOf(() -> Room.fetcher("nowhere").fetch(twilio))).isEqualTo(20404);
    create("stage");
    assertThat(codeOf(() -> Room.updater("stage", Room.RoomStatus.IN_PROGRESS).update(twilio)))
        .isEqualTo(53112);
  }

  @Test
  void completingFreesTheName() {
    Room room = create("stage");
    Room completed = Room.updater("stage", Room.RoomStatus.COMPLETED).update(twilio);
    assertThat(completed.getSid()).isEqualTo(room.getSid());
    assertThat(completed.getStatus()).isEqualTo(Room.RoomStatus.COMPLETED);
    assertThat(completed.getEndTime()).isNotNull();
    assertThat(codeOf(() -> Room.fetcher("stage").fetch(twilio))).isEqualTo(20404);
    assertThat(Room.fetcher(room.getSid()).fetch(twilio).getStatus())
        .isEqualTo(Room.RoomStatus.COMPLETED);
    assertThat(create("stage").getSid()).isNotEqualTo(room.getSid());
  }

  @Test
  void listsAreFilteredAndPaged() {
    for (int i = 0; i < 7; i++) {
      create("room " + i);
    }
    Room.updater(create("old").getSid(), Room.RoomStatus.COMPLETED).update(twilio);
    var names = new ArrayList<String>();
    Room.reader().pageSize(3).read(twilio).forEach(room -> names.add(room.getUniqueName()));
    assertThat(names).hasSize(7).doesNotHaveDuplicates().contains("room 0", "room 6");
    assertThat(Room.reader().setStatus(Room.RoomStatus.COMPLETED).read(twilio))
        .extracting(Room::getUniqueName)
        .containsExactly("old");
    assertThat(Room.reader().setUniqueName("room 3").read(twilio)).hasSize(1);
  }

  @Test
  void participantsAreListedFoundAndRemoved() throws Exception {
    String sid = create("stage").getSid();
    try (Attendee alice = Attendee.join(cloud.signaling(), "stage", "alice", 0);
        Attendee bob = Attendee.join(cloud.signaling(), "stage", "bob", 0)) {
      List<String> all = new ArrayList<>();
      Participant.reader(sid).read(twilio).forEach(p -> all.add(p.getIdentity()));
      assertThat(all).containsExactly("alice", "bob");
      Participant found = Participant.fetcher(sid, "alice").fetch(twilio);
      assertThat(found.getSid()).isEqualTo(alice.room().participantSid());
      assertThat(found.getStatus()).isEqualTo(Participant.Status.CONNECTED);
      assertThat(found.getStartTime()).isNotNull();

      Participant removed =
          Participant.updater("stage", bob.room().participantSid())
              .setStatus(Participant.Status.DISCONNECTED)
              .update(twilio);
      assertThat(removed.getStatus()).isEqualTo(Participant.Status.DISCONNECTED);
      assertThat(removed.getEndTime()).isNotNull();
      assertThat(Participant.reader(sid).setStatus(Participant.Status.CONNECTED).read(twilio))
          .extracting(Participant::getIdentity)
          .containsExactly("alice");
      assertThat(codeOf(() -> Participant.fetcher(sid, "carol").fetch(twilio))).isEqualTo(20404);
      assertThat(
              codeOf(
                  () ->
                      Participant.updater(sid, "bob")
                          .setStatus(Participant.Status.DISCONNECTED)
                          .update(twilio)))
          .isEqualTo(20404);
    }
  }
}
