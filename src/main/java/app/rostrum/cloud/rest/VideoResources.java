package app.rostrum.cloud.rest;

import app.rostrum.cloud.rest.RestRouter.Reply;
import app.rostrum.cloud.rooms.ParticipantRecord;
import app.rostrum.cloud.rooms.RoomException;
import app.rostrum.cloud.rooms.RoomRecord;
import app.rostrum.cloud.rooms.Rooms;
import app.rostrum.cloud.rooms.SubscriptionRules;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Twilio's Video API (v1): rooms, their participants and subscribe rules. */
public final class VideoResources {
  private static final String BASE = "https://video.twilio.com/v1/Rooms";
  private static final int MAX_PAGE = 1000;
  private static final int MAX_LISTED = 10_000;
  private static final int MAX_TIMEOUT_MINUTES = 60;

  // Twilio's codes for invalid parameters of a room.
  private static final int TIMEOUT_OUT_OF_RANGE = 53109;
  private static final int CALLBACK_METHOD_INVALID = 53110;
  private static final int CALLBACK_INVALID = 53111;
  private static final int STATUS_INVALID = 53112;

  private final Rooms rooms;
  private final String accountSid;

  public VideoResources(Rooms rooms, String accountSid) {
    this.rooms = rooms;
    this.accountSid = accountSid;
  }

  /** Adds the resources to a router. */
  public void addTo(RestRouter router) {
    router
        .on("video", "POST", "/v1/Rooms", this::create)
        .on("video", "GET", "/v1/Rooms", this::list)
        .on("video", "GET", "/v1/Rooms/{room}", r -> Reply.ok(json(room(r))))
        .on("video", "POST", "/v1/Rooms/{room}", this::complete)
        .on("video", "GET", "/v1/Rooms/{room}/Participants", this::listParticipants)
        .on("video", "GET", "/v1/Rooms/{room}/Participants/{participant}", this::participant)
        .on("video", "POST", "/v1/Rooms/{room}/Participants/{participant}", this::disconnect)
        .on(
            "video",
            "GET",
            "/v1/Rooms/{room}/Participants/{participant}/SubscribeRules",
            request -> subscribeRules(request, Optional.empty()))
        .on(
            "video",
            "POST",
            "/v1/Rooms/{room}/Participants/{participant}/SubscribeRules",
            this::setSubscribeRules);
  }

  private Reply create(RestRequest request) {
    if (!request.field("StatusCallbackMethod").orElse("POST").equalsIgnoreCase("POST")) {
      throw new RestException(400, CALLBACK_METHOD_INVALID, "StatusCallbackMethod must be POST");
    }
    var wish =
        new Rooms.CreateRequest(
            request.field("UniqueName").orElse(""),
            request.number("MaxParticipants"),
            request.flag("AudioOnly").orElse(false),
            request.field("StatusCallback").filter(url -> !url.isEmpty()).map(this::callback),
            minutes(request, "EmptyRoomTimeout"),
            minutes(request, "UnusedRoomTimeout"));
    try {
      return Reply.created(json(rooms.create(wish)));
    } catch (RoomException e) {
      throw new RestException(400, e.code(), String.valueOf(e.getMessage()));
    }
  }

  private URI callback(String text) {
    try {
      URI url = URI.create(text);
      if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getRawAuthority() != null) {
        return url;
      }
    } catch (IllegalArgumentException notAUrl) {
      // Refused below.
    }
    throw new RestException(400, CALLBACK_INVALID, "StatusCallback is not an HTTP URL");
  }

  private static Optional<Duration> minutes(RestRequest request, String name) {
    return request
        .number(name)
        .map(
            minutes -> {
              if (minutes < 1 || minutes > MAX_TIMEOUT_MINUTES) {
                throw new RestException(
                    400, TIMEOUT_OUT_OF_RANGE, name + " must be 1 to 60 minutes");
              }
              return Duration.ofMinutes(minutes);
            });
  }

  private RoomRecord room(RestRequest request) {
    return rooms.find(request.path("room")).orElseThrow(request::notFound);
  }

  private Reply complete(RestRequest request) {
    RoomRecord room = room(request);
    if (!request.required("Status").equals("completed")) {
      throw new RestException(400, STATUS_INVALID, "Status can only be set to completed");
    }
    return rooms.complete(room.sid()).map(r -> Reply.ok(json(r))).orElseThrow(request::notFound);
  }

  private Reply list(RestRequest request) {
    boolean completed =
        switch (request.query("Status").orElse("in-progress")) {
          case "in-progress" -> false;
          case "completed" -> true;
          default ->
              throw new RestException(
                  400, STATUS_INVALID, "Status must be in-progress or completed");
        };
    List<RoomRecord> all = rooms.list(completed, request.query("UniqueName"), MAX_LISTED);
    return new Page(request, "rooms", BASE)
        .upTo(MAX_PAGE)
        .keeping("Status", "UniqueName")
        .of(all, this::json);
  }

  private Reply listParticipants(RestRequest request) {
    RoomRecord room = room(request);
    Optional<String> status = request.query("Status");
    Optional<String> identity = request.query("Identity");
    List<ParticipantRecord> all =
        rooms.participants(room.sid()).stream()
            .filter(p -> status.isEmpty() || status.get().equals(p.status()))
            .filter(p -> identity.isEmpty() || identity.get().equals(p.identity()))
            .toList();
    return new Page(request, "participants", BASE + "/" + room.sid() + "/Participants")
        .upTo(MAX_PAGE)
        .keeping("Status", "Identity")
        .of(all, this::json);
  }

  private Reply participant(RestRequest request) {
    return rooms
        .participant(room(request).sid(), request.path("participant"))
        .map(p -> Reply.ok(json(p)))
        .orElseThrow(request::notFound);
  }

  private Reply disconnect(RestRequest request) {
    RoomRecord room = room(request);
    if (!request.required("Status").equals("disconnected")) {
      throw RestException.invalid("Status can only be set to disconnected");
    }
    return rooms
        .disconnect(room.sid(), request.path("participant"))
        .map(p -> Reply.ok(json(p)))
        .orElseThrow(request::notFound);
  }

  private Reply setSubscribeRules(RestRequest request) {
    try {
      return subscribeRules(request, Optional.of(SubscribeRules.parse(request.required("Rules"))));
    } catch (RoomException e) {
      throw new RestException(400, e.code(), String.valueOf(e.getMessage()));
    }
  }

  private Reply subscribeRules(RestRequest request, Optional<SubscriptionRules> fresh) {
    RoomRecord room = room(request);
    ParticipantRecord participant =
        rooms
            .participant(room.sid(), request.path("participant"))
            .filter(ParticipantRecord::connected)
            .orElseThrow(request::notFound);
    SubscriptionRules rules =
        rooms
            .subscriptionRules(room.sid(), participant.sid(), fresh)
            .orElseThrow(request::notFound);
    var body = new JsonObject();
    body.addProperty("participant_sid", participant.sid());
    body.addProperty("room_sid", room.sid());
    body.add("rules", SubscribeRules.json(rules));
    JsonTime.addDates(body, participant.started(), participant.started());
    return Reply.ok(body);
  }

  private JsonObject json(RoomRecord room) {
    String url = BASE + "/" + room.sid();
    var body = new JsonObject();
    body.addProperty("sid", room.sid());
    body.addProperty("account_sid", accountSid);
    body.addProperty("unique_name", room.uniqueName());
    body.addProperty("status", room.status());
    body.addProperty("type", "group");
    body.addProperty("max_participants", room.maxParticipants());
    body.addProperty("max_concurrent_published_tracks", 0);
    body.add("max_participant_duration", JsonNull.INSTANCE);
    body.addProperty("audio_only", room.audioOnly());
    body.addProperty("enable_turn", false);
    body.addProperty("large_room", false);
    body.addProperty("record_participants_on_connect", false);
    body.add("video_codecs", new JsonArray());
    body.add("media_region", JsonNull.INSTANCE);
    body.addProperty("empty_room_timeout", room.emptyTimeout().toMinutes());
    body.addProperty("unused_room_timeout", room.unusedTimeout().toMinutes());
    body.addProperty("status_callback", room.statusCallback().map(URI::toString).orElse(null));
    body.addProperty("status_callback_method", "POST");
    addTimes(body, room.created(), room.updated(), room.ended());
    body.addProperty("url", url);
    var links = new JsonObject();
    links.addProperty("participants", url + "/Participants");
    links.addProperty("recordings", url + "/Recordings");
    links.addProperty("recording_rules", url + "/RecordingRules");
    body.add("links", links);
    return body;
  }

  private JsonObject json(ParticipantRecord participant) {
    String url = BASE + "/" + participant.roomSid() + "/Participants/" + participant.sid();
    var body = new JsonObject();
    body.addProperty("sid", participant.sid());
    body.addProperty("room_sid", participant.roomSid());
    body.addProperty("account_sid", accountSid);
    body.addProperty("identity", participant.identity());
    body.addProperty("status", participant.status());
    JsonTime.add(body, "start_time", participant.started());
    addTimes(
        body,
        participant.started(),
        participant.ended().orElse(participant.started()),
        participant.ended());
    body.addProperty("url", url);
    var links = new JsonObject();
    links.addProperty("published_tracks", url + "/PublishedTracks");
    links.addProperty("subscribed_tracks", url + "/SubscribedTracks");
    links.addProperty("subscribe_rules", url + "/SubscribeRules");
    body.add("links", links);
    return body;
  }

  private static void addTimes(
      JsonObject body, Instant created, Instant updated, Optional<Instant> ended) {
    JsonTime.addDates(body, created, updated);
    JsonTime.add(body, "end_time", ended);
    body.addProperty(
        "duration", ended.map(end -> Duration.between(created, end).toSeconds()).orElse(null));
  }
}
