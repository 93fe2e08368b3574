package app.rostrum.server;

import com.twilio.http.HttpMethod;
import com.twilio.rest.video.v1.Room;
import com.twilio.rest.video.v1.room.Participant;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Calls the Video REST API for rooms and their participants. */
final class VideoApi {
  /** Twilio's error code: a room of that name is in progress. */
  static final int ROOM_EXISTS = 53113;

  /** The beginning of media processors' identities. */
  static final String MEDIA_PROCESSOR = "video-composer";

  private static final long MAX_ROOMS = 1000;
  private static final Pattern ROOM_SID = Pattern.compile("RM[0-9a-f]{32}");

  private final TwilioApi api;

  VideoApi(TwilioApi api) {
    this.api = api;
  }

  /** Returns whether a text has the form of a room's SID. */
  static boolean isRoomSid(String text) {
    return ROOM_SID.matcher(text).matches();
  }

  /** Returns whether this is the identity of the media processor. */
  static boolean isMediaProcessor(String identity) {
    return identity.startsWith(MEDIA_PROCESSOR);
  }

  Room create(String name, URI statusCallback) {
    return Room.creator()
        .setType(Room.RoomType.GROUP)
        .setUniqueName(name)
        .setStatusCallback(statusCallback)
        .setStatusCallbackMethod(HttpMethod.POST)
        .create(api.client());
  }

  /** Returns the room in progress of this name or SID. */
  Optional<Room> find(String nameOrSid) {
    var request = new NamedPathRequest(HttpMethod.GET, "video", "Rooms", nameOrSid);
    return TwilioApi.find(
            () -> Room.fromJson(api.send(request, Map.of()), api.client().getObjectMapper()))
        .filter(room -> room.getStatus() != Room.RoomStatus.COMPLETED)
        .filter(room -> room.getStatus() != Room.RoomStatus.FAILED);
  }

  void complete(String roomSid) {
    Room.updater(roomSid, Room.RoomStatus.COMPLETED).update(api.client());
  }

  void disconnect(String roomSid, String identity) {
    api.send(
        new NamedPathRequest(HttpMethod.POST, "video", "Rooms", roomSid, "Participants", identity),
        Map.of("Status", "disconnected"));
  }

  boolean isConnected(String roomSid, String identity) {
    return TwilioApi.find(
            () -> {
              for (Participant participant :
                  Participant.reader(roomSid)
                      .setIdentity(identity)
                      .setStatus(Participant.Status.CONNECTED)
                      .limit(MAX_ROOMS)
                      .read(api.client())) {
                if (identity.equals(participant.getIdentity())
                    && participant.getStatus() == Participant.Status.CONNECTED) {
                  return true;
                }
              }
              return false;
            })
        .orElse(false);
  }

  Set<String> roomsInProgress() {
    var sids = new HashSet<String>();
    Room.reader()
        .setStatus(Room.RoomStatus.IN_PROGRESS)
        .limit(MAX_ROOMS)
        .read(api.client())
        .forEach(room -> sids.add(room.getSid()));
    return sids;
  }
}
