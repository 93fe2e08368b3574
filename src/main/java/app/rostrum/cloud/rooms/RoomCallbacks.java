package app.rostrum.cloud.rooms;

import app.rostrum.cloud.Webhooks;
import app.rostrum.cloud.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts the status callbacks of rooms, with Twilio's fields, numbered per room. */
final class RoomCallbacks {
  private static final Logger LOG = LoggerFactory.getLogger(RoomCallbacks.class);

  private final Webhooks webhooks;
  private final RoomTable table;
  private final String accountSid;

  RoomCallbacks(Webhooks webhooks, RoomTable table, String accountSid) {
    this.webhooks = webhooks;
    this.table = table;
    this.accountSid = accountSid;
  }

  void roomCreated(RoomRecord room) {
    post(room, "room-created", room.created(), Map.of());
  }

  void roomEnded(RoomRecord room) {
    Instant at = room.ended().orElse(room.updated());
    post(room, "room-ended", at, Map.of("RoomDuration", seconds(room.created(), at)));
  }

  void participantConnected(RoomRecord room, ParticipantRecord participant) {
    post(room, "participant-connected", participant.started(), fields(participant));
  }

  void participantDisconnected(RoomRecord room, ParticipantRecord participant, Instant at) {
    Map<String, String> fields = fields(participant);
    fields.put("ParticipantStatus", "disconnected");
    fields.put("ParticipantDuration", seconds(participant.started(), at));
    post(room, "participant-disconnected", at, fields);
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

  private void post(RoomRecord room, String event, Instant at, Map<String, String> more) {
    room.statusCallback()
        .ifPresent(
            url -> {
              var form = new LinkedHashMap<String, String>();
              form.put("StatusCallbackEvent", event);
              form.put("AccountSid", accountSid);
              form.put("RoomSid", room.sid());
              form.put("RoomName", room.uniqueName());
              form.put("RoomStatus", room.status());
              form.put("RoomType", "group");
              form.put("Timestamp", at.truncatedTo(ChronoUnit.MILLIS).toString());
              form.put("SequenceNumber", Integer.toString(number(room.sid())));
              form.putAll(more);
              webhooks.post(room.sid(), url, form);
            });
  }

  /** Returns an event's number. One that is told with a number of another is better than none. */
  private int number(String roomSid) {
    try {
      return table.nextSequence(roomSid);
    } catch (StoreException e) {
      LOG.error("the callbacks of {} cannot be numbered", roomSid, e);
      return table.sequence(roomSid);
    }
  }
}
