package app.rostrum.cloud.rooms;

import app.rostrum.cloud.Webhooks;
import app.rostrum.cloud.store.Store;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The status callbacks of rooms, with Twilio's fields, numbered per room. */
final class RoomCallbacks {
  private final Webhooks webhooks;
  private final RoomTable table;
  private final String accountSid;

  RoomCallbacks(Webhooks webhooks, RoomTable table, String accountSid) {
    this.webhooks = webhooks;
    this.table = table;
    this.accountSid = accountSid;
  }

  Callback roomCreated(RoomRecord room) {
    return new Callback(room, "room-created", room.created(), Map.of());
  }

  Callback roomEnded(RoomRecord room) {
    Instant at = room.ended().orElse(room.updated());
    return new Callback(
        room, "room-ended", at, Map.of("RoomDuration", seconds(room.created(), at)));
  }

  Callback participantConnected(RoomRecord room, ParticipantRecord participant) {
    return new Callback(room, "participant-connected", participant.started(), fields(participant));
  }

  Callback participantDisconnected(RoomRecord room, ParticipantRecord participant, Instant at) {
    Map<String, String> fields = fields(participant);
    fields.put("ParticipantStatus", "disconnected");
    fields.put("ParticipantDuration", seconds(participant.started(), at));
    return new Callback(room, "participant-disconnected", at, fields);
  }

  private static Map<String, String> fields(ParticipantRecord participant) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("ParticipantSid", participant.sid());
    fields.put("ParticipantIdentity", participant.identity());
    fields.put("ParticipantStatus", participant.status());
    return fields;
  }

  private static String seconds(Instant from, Instant to) {
    return Long.toString(Math.max(0, Duration.between(from, to).toSeconds()));
  }

  /**
   * An event for the room's receiver, if it has one. As the work of a transaction it takes its
   * number and is stored, and returns what tells the receiver after the commit.
   */
  final class Callback implements Store.Work<Runnable> {
    private final RoomRecord room;
    private final String event;
    private final Instant at;
    private final Map<String, String> more;

    private Callback(RoomRecord room, String event, Instant at, Map<String, String> more) {
      this.room = room;
      this.event = event;
      this.at = at;
      this.more = more;
    }

    @Override
    public Runnable run(Connection c) throws SQLException {
      Optional<URI> receiver = room.statusCallback();
      return receiver.isEmpty()
          ? () -> {}
          : webhooks.prepare(
              c, room.sid(), receiver.get(), form(RoomTable.nextSequence(c, room.sid())));
    }

    /**
     * Tells the receiver although the database cannot be written. An event that has the number of
     * another is better than none.
     */
    void tellUnstored() {
      room.statusCallback()
          .ifPresent(
              receiver -> webhooks.post(room.sid(), receiver, form(table.sequence(room.sid()))));
    }

    private Map<String, String> form(int number) {
      var form = new LinkedHashMap<String, String>();
      form.put("StatusCallbackEvent", event);
      form.put("AccountSid", accountSid);
      form.put("RoomSid", room.sid());
      form.put("RoomName", room.uniqueName());
      form.put("RoomStatus", room.status());
      form.put("RoomType", "group");
      form.put("Timestamp", at.truncatedTo(ChronoUnit.MILLIS).toString());
      form.put("SequenceNumber", Integer.toString(number));
      form.putAll(more);
      return form;
    }
  }
}
