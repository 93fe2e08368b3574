package app.rostrum.cloud.rooms;

import app.rostrum.cloud.TokenVerifier;
import app.rostrum.threads.Timers;
import app.rostrum.web.Tally;
import app.rostrum.wire.token.AccessToken;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Admits clients to rooms: verifies access tokens, finds the room that a client asks for, and keeps
 * the sessions that can be resumed. Thread-safe.
 */
final class RoomAdmission {
  private static final int MAX_NAME = 128;

  /** A session that can be resumed. */
  record Session(LiveRoom room, Member member) {}

  private record Place(String roomSid, Member member) {}

  private final TokenVerifier tokens;
  private final RoomSettings settings;
  private final Timers timers;
  private final Function<String, Optional<LiveRoom>> inProgress;
  private final Tally refusals = new Tally();
  private final Map<String, Place> places = new ConcurrentHashMap<>();

  /**
   * @param inProgress finds a room in progress by SID or unique name
   */
  RoomAdmission(
      TokenVerifier tokens,
      RoomSettings settings,
      Timers timers,
      Function<String, Optional<LiveRoom>> inProgress) {
    this.tokens = tokens;
    this.settings = settings;
    this.timers = timers;
    this.inProgress = inProgress;
  }

  RoomSettings settings() {
    return settings;
  }

  /** Returns the refusals so far, by Twilio's code. */
  Tally refusals() {
    return refusals;
  }

  /** Returns the number of participants, those included who may still resume. */
  int participants() {
    return places.size();
  }

  Timers timers() {
    return timers;
  }

  /**
   * Checks the name of a room.
   *
   * @throws RoomException 53100 to 53102 if it cannot be a name
   */
  static void checkName(String name) throws RoomException {
    if (name.isBlank()) {
      throw new RoomException(53100, "The room name is invalid");
    }
    if (name.codePointCount(0, name.length()) > MAX_NAME) {
      throw new RoomException(53101, "The room name is too long");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new RoomException(53102, "The room name contains invalid characters");
    }
  }

  /**
   * Verifies an access token for video.
   *
   * @throws RoomException with Twilio's code of the refusal
   */
  AccessToken verify(String jwt) throws RoomException {
    AccessToken token;
    try {
      token = tokens.verifyForRoom(jwt);
    } catch (AccessToken.TokenException e) {
      throw new RoomException(e.refusal().code(), message(e.getMessage()));
    }
    if (!token.accountSid().equals(settings.accountSid())) {
      throw new RoomException(
          AccessToken.Refusal.ISSUER_INVALID.code(), "The token belongs to another account");
    }
    if (token.grant("video").isEmpty()) {
      throw new RoomException(
          AccessToken.Refusal.GRANTS_INVALID.code(), "The token has no video grant");
    }
    if (token.identity().codePointCount(0, token.identity().length()) > MAX_NAME) {
      throw new RoomException(53201, "The participant identity is too long");
    }
    if (token.identity().chars().anyMatch(Character::isISOControl)) {
      throw new RoomException(53202, "The participant identity contains invalid characters");
    }
    return token;
  }

  private static String message(@Nullable String text) {
    return text == null ? "" : text;
  }

  /**
   * Finds the room that a token grants and a client wants.
   *
   * @throws RoomException 53106 if it is not in progress, 20106 if the token is for another one
   */
  LiveRoom admit(AccessToken token, Optional<String> wanted) throws RoomException {
    Optional<String> granted = token.grantField("video", "room");
    String name = wanted.filter(n -> !n.isEmpty()).or(() -> granted).orElse("");
    checkName(name);
    LiveRoom room =
        inProgress.apply(name).orElseThrow(() -> new RoomException(53106, "Room not found"));
    RoomRecord record = room.room();
    if (granted.isPresent()
        && !granted.get().equals(record.uniqueName())
        && !granted.get().equals(record.sid())) {
      throw new RoomException(
          AccessToken.Refusal.GRANTS_INVALID.code(), "The token is for another room");
    }
    return room;
  }

  void opened(String roomSid, Member member) {
    places.put(member.session(), new Place(roomSid, member));
  }

  void closed(Member member) {
    places.remove(member.session());
  }

  /** Returns the session of that key, if it can be resumed. */
  Optional<Session> session(String key) {
    return Optional.ofNullable(places.get(key))
        .flatMap(
            place ->
                inProgress.apply(place.roomSid()).map(room -> new Session(room, place.member())));
  }
}
