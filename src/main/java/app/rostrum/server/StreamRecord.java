package app.rostrum.server;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An item of the backend's {@code streams} map; its key is the room SID. The three SIDs are the
 * reference's, the rest is this backend's own.
 *
 * @param openStage whether anybody may join as a speaker, or only those invited
 * @param chatServiceSid the Conversations service of the stream; empty for a stream without chat
 */
record StreamRecord(
    String roomSid,
    String syncServiceSid,
    String playerStreamerSid,
    String mediaProcessorSid,
    String streamName,
    String hostIdentity,
    Instant createdAt,
    boolean openStage,
    Optional<String> chatServiceSid) {
  static final String SPEAKERS = "speakers";
  static final String VIEWERS = "viewers";
  static final String RAISED_HANDS = "raised_hands";

  static String userDocument(String identity) {
    return "user-" + identity;
  }

  /** Returns the key of the lock under which a person's place in the stream changes. */
  String personKey(String identity) {
    return roomSid + "/" + identity;
  }

  boolean isHost(String identity) {
    return identity.equals(hostIdentity);
  }

  boolean chat() {
    return chatServiceSid.isPresent();
  }

  Map<String, Object> data() {
    var data = new LinkedHashMap<String, Object>();
    data.put("sync_service_sid", syncServiceSid);
    data.put("player_streamer_sid", playerStreamerSid);
    data.put("media_processor_sid", mediaProcessorSid);
    data.put("stream_name", streamName);
    data.put("host_identity", hostIdentity);
    data.put("created_at", createdAt.toString());
    data.put("open_stage", openStage);
    data.put("chat_enabled", chat());
    chatServiceSid.ifPresent(sid -> data.put("conversations_service_sid", sid));
    return data;
  }

  /** Reads an item; empty if it is not such a record. */
  static Optional<StreamRecord> of(String roomSid, Map<String, Object> data) {
    if (data.get("sync_service_sid") instanceof String sync
        && data.get("player_streamer_sid") instanceof String streamer
        && data.get("media_processor_sid") instanceof String processor) {
      return Optional.of(
          new StreamRecord(
              roomSid,
              sync,
              streamer,
              processor,
              text(data, "stream_name"),
              text(data, "host_identity"),
              instant(text(data, "created_at")),
              !Boolean.FALSE.equals(data.get("open_stage")),
              Optional.of(text(data, "conversations_service_sid")).filter(sid -> !sid.isEmpty())));
    }
    return Optional.empty();
  }

  private static String text(Map<String, Object> data, String name) {
    return data.get(name) instanceof String text ? text : "";
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
