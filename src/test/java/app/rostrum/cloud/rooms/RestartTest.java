package app.rostrum.cloud.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.store.Store;
import app.rostrum.wire.room.ClientMessage;
import app.rostrum.wire.room.ServerMessage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The recovery of rooms after the process was killed. */
@Timeout(120)
class RestartTest {
  @TempDir private Path folder;

  @Test
  void roomsGoOnAndAbsentParticipantsAreReported() throws Exception {
    Path file = folder.resolve("cloud.db");
    String roomSid;
    String session;
    String alicesSid;
    var before = new EmbeddedRooms(Store.open(file), EmbeddedRooms.quick(), 0);
    try (var alice = new ScriptedClient(before.signaling());
        var bob = new ScriptedClient(before.signaling())) {
      roomSid = before.create("stage").sid();
      ServerMessage.Connected joined = alice.join("alice", "stage");
      session = joined.session();
      alicesSid = joined.self().sid();
      bob.join("bob", "stage");
      before.kill();
    }

    try (var after = new EmbeddedRooms(Store.open(file), EmbeddedRooms.quick(), 0);
        var stale = new ScriptedClient(after.signaling());
        var alice = new ScriptedClient(after.signaling())) {
      assertThat(after.rooms().find("stage").orElseThrow().sid()).isEqualTo(roomSid);
      assertThat(after.rooms().participant(roomSid, "bob").orElseThrow().connected()).isTrue();

      stale.hello(
          new ClientMessage.Sync(
              TestTokens.video("alice", "stage"),
              "stage",
              session,
              ScriptedClient.microphone(3, true),
              List.of()));
      assertThat(stale.expect(ServerMessage.Error.class).code()).isEqualTo(53002);

      assertThat(alice.join("alice", "stage").self().sid()).isEqualTo(alicesSid);
      await()
          .untilAsserted(
              () ->
                  assertThat(after.callbacks())
                      .containsExactly(
                          "participant-connected alice", "participant-disconnected bob"));
      assertThat(after.callbackForms().getLast()).containsEntry("SequenceNumber", "4");
      assertThat(after.rooms().participant(roomSid, "bob").orElseThrow().connected()).isFalse();
    }
  }

  /** An official SDK resumes after any code but 1000, which would mean to leave. */
  @Test
  void aRestartIsToldByTheCodeOfItsClose() throws Exception {
    try (var rooms = new EmbeddedRooms(Store.inMemory(), EmbeddedRooms.quick(), 0);
        var alice = new ScriptedClient(rooms.signaling())) {
      rooms.create("stage");
      alice.join("alice", "stage");
      rooms.endpoint().announceRestart();
      assertThat(alice.closeCode()).isEqualTo(1012);
      try (var late = new ScriptedClient(rooms.signaling())) {
        assertThat(late.closeCode()).isEqualTo(1012);
      }
    }
  }

  @Test
  void completedRoomsStayCompleted() throws Exception {
    Path file = folder.resolve("cloud.db");
    String sid;
    try (var before = new EmbeddedRooms(Store.open(file), EmbeddedRooms.quick(), 0)) {
      sid = before.create("stage").sid();
      before.rooms().complete(sid);
    }
    try (var after = new EmbeddedRooms(Store.open(file), EmbeddedRooms.quick(), 0)) {
      assertThat(after.rooms().find("stage")).isEmpty();
      assertThat(after.rooms().find(sid).orElseThrow().inProgress()).isFalse();
      assertThat(after.rooms().list(true, java.util.Optional.of("stage"), 10)).hasSize(1);
    }
  }
}
