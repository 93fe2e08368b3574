package app.rostrum.server;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An item of the backend's {@code streams} map; its key is the room SID. The three SIDs are the
 * reference's, the rest is this backend's own.
 *
 * @param hostIdentity the host, who may have changed
 * @param openStage whether anybody may join as a speaker, or only those invited
 * @param chatServiceSid the Conversations service of the stream; empty for a stream without chat
 * @param hostLostAt since when the host has not been in the room; empty while the host is
 * @param formerHosts the latest hosts from whom somebody has taken over, whose names stay theirs
 * @param desk what the host has set beside the stage
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
    Optional<String> chatServiceSid,
    Optional<Instant> hostLostAt,
    List<String> formerHosts,
    Desk desk) {
  private static final int MAX_FORMER_HOSTS = 20;
  static final String SPEAKERS = "speakers";
  static final String VIEWERS = "viewers";
  static final String RAISED_HANDS = "raised_hands";

  /** The maps of a stream that everybody in it may read. */
  static final List<String> MAPS = List.of(SPEAKERS, VIEWERS, RAISED_HANDS);

  /** The document that shows the latest reactions to everybody in the stream. */
  static final String REACTIONS = "reactions";

  /**
   * The document that shows captions to everybody in the stream. Its writer is whatever hears the
   * stream and has the account's key; this backend only makes it.
   */
  static final String CAPTIONS = "captions";

  /** The document that shows the desk to everybody in the stream. */
  static final String STREAM_DOCUMENT = "stream";

  /** The documents of a stream that everybody in it may read. */
  static final List<String> DOCUMENTS = List.of(STREAM_DOCUMENT, REACTIONS, CAPTIONS);

  /** The map of those who may not join again, which the host and the co-hosts may read. */
  static final String KEPT_OUT = "kept_out";

  private static final String USER_DOCUMENT = "user-";

  static String userDocument(String identity) {
    return USER_DOCUMENT + identity;
  }

  /** Returns whose document has this name; empty if it is none of a person. */
  static Optional<String> ownerOf(String userDocument) {
    return userDocument.startsWith(USER_DOCUMENT)
        ? Optional.of(userDocument.substring(USER_DOCUMENT.length()))
        : Optional.empty();
  }

  /** Returns the key of the lock under which a person's place in the stream changes. */
  String personKey(String identity) {
    return roomSid + "/" + identity;
  }

  boolean isHost(String identity) {
    return identity.equals(hostIdentity);
  }

  /** Returns whether this is a name that only its owner may use, present or not. */
  boolean isNameOfHost(String identity) {
    return isHost(identity) || formerHosts.contains(identity);
  }

  /** Returns whether this is the host or a co-host. */
  boolean hasDesk(String identity) {
    return isHost(identity) || desk.isCoHost(identity);
  }

  StreamRecord withHostLost(Optional<Instant> since) {
    return with(hostIdentity, openStage, since, formerHosts, desk);
  }

  StreamRecord withOpenStage(boolean open) {
    return with(hostIdentity, open, hostLostAt, formerHosts, desk);
  }

  StreamRecord withDesk(Desk now) {
    return with(hostIdentity, openStage, hostLostAt, formerHosts, now);
  }

  /** Returns this stream with another host, who is in the room. */
  StreamRecord takenOverBy(String identity) {
    var former = new ArrayList<>(formerHosts);
    former.remove(identity);
    former.add(hostIdentity);
    return with(
        identity,
        openStage,
        Optional.empty(),
        former.subList(Math.max(0, former.size() - MAX_FORMER_HOSTS), former.size()),
        desk.withoutCoHost(identity));
  }

  private StreamRecord with(
      String host, boolean open, Optional<Instant> lostAt, List<String> former, Desk now) {
    return new StreamRecord(
        roomSid,
        syncServiceSid,
        playerStreamerSid,
        mediaProcessorSid,
        streamName,
        host,
        createdAt,
        open,
        chatServiceSid,
        lostAt,
        List.copyOf(former),
        now);
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
    hostLostAt.ifPresent(at -> data.put("host_lost_at", at.toString()));
    data.put("desk", desk.data());
    if (!formerHosts.isEmpty()) {
      data.put("former_hosts", formerHosts);
    }
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
              Optional.of(text(data, "conversations_service_sid")).filter(sid -> !sid.isEmpty()),
              Optional.of(text(data, "host_lost_at"))
                  .filter(at -> !at.isEmpty())
                  .map(StreamRecord::instant),
              texts(data, "former_hosts"),
              data.get("desk") instanceof Map<?, ?> desk ? Desk.read(desk) : Desk.NEW));
    }
    return Optional.empty();
  }

  private static String text(Map<String, Object> data, String name) {
    return data.get(name) instanceof String text ? text : "";
  }

  private static List<String> texts(Map<String, Object> data, String name) {
    return data.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
