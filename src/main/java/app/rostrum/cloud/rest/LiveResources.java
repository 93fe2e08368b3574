package app.rostrum.cloud.rest;

import app.rostrum.cloud.live.EndedReason;
import app.rostrum.cloud.live.ExtensionContext;
import app.rostrum.cloud.live.Live;
import app.rostrum.cloud.live.LiveStatus;
import app.rostrum.cloud.live.MediaProcessor;
import app.rostrum.cloud.live.PlaybackGrant;
import app.rostrum.cloud.live.PlayerStreamer;
import app.rostrum.cloud.rest.RestRouter.Reply;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Twilio's Media API (v1): player streamers, playback grants and media processors. Maximum
 * durations are in seconds; unlike Twilio's, they default to no limit.
 */
public final class LiveResources {
  private static final String BASE = "https://media.twilio.com/v1/";
  private static final int MAX_DURATION_SECONDS = 90_000;
  private static final int MAX_PAGE = 1000;

  private final Live live;
  private final String accountSid;

  public LiveResources(Live live, String accountSid) {
    this.live = live;
    this.accountSid = accountSid;
  }

  /** Adds the resources to a router. */
  public void addTo(RestRouter router) {
    router
        .on("media", "POST", "/v1/PlayerStreamers", this::createStreamer)
        .on("media", "GET", "/v1/PlayerStreamers", this::listStreamers)
        .on("media", "GET", "/v1/PlayerStreamers/{sid}", r -> found(r, live::streamer, this::json))
        .on("media", "POST", "/v1/PlayerStreamers/{sid}", this::endStreamer)
        .on("media", "POST", "/v1/PlayerStreamers/{sid}/PlaybackGrant", this::createGrant)
        .on("media", "GET", "/v1/PlayerStreamers/{sid}/PlaybackGrant", this::fetchGrant)
        .on("media", "POST", "/v1/MediaProcessors", this::createProcessor)
        .on("media", "GET", "/v1/MediaProcessors", this::listProcessors)
        .on("media", "GET", "/v1/MediaProcessors/{sid}", r -> found(r, live::processor, this::json))
        .on("media", "POST", "/v1/MediaProcessors/{sid}", this::endProcessor);
  }

  private Reply createStreamer(RestRequest request) {
    return Reply.created(
        json(live.createStreamer(request.flag("Video").orElse(false), maxDuration(request))));
  }

  private Reply endStreamer(RestRequest request) {
    requireEnded(request);
    return found(request, live::endStreamer, this::json);
  }

  private Reply listStreamers(RestRequest request) {
    return list(
        request,
        "player_streamers",
        "PlayerStreamers",
        live.streamers(),
        PlayerStreamer::status,
        this::json);
  }

  private Reply createGrant(RestRequest request) {
    refuseGrantOfEnded(request);
    Reply reply = found(request, live::playbackGrant, this::json);
    return new Reply(201, reply.body());
  }

  private Reply fetchGrant(RestRequest request) {
    return found(request, live::playbackGrant, this::json);
  }

  private void refuseGrantOfEnded(RestRequest request) {
    live.streamer(request.path("sid"))
        .filter(streamer -> streamer.status() == LiveStatus.ENDED)
        .ifPresent(
            ended -> {
              throw RestException.invalid("The player streamer has ended");
            });
  }

  private Reply createProcessor(RestRequest request) {
    String extension = request.required("Extension");
    try {
      var context = ExtensionContext.parse(request.required("ExtensionContext"));
      return Reply.created(json(live.createProcessor(extension, context, maxDuration(request))));
    } catch (IllegalArgumentException e) {
      throw RestException.invalid("Invalid parameter: " + e.getMessage());
    }
  }

  private Reply endProcessor(RestRequest request) {
    requireEnded(request);
    return found(request, live::endProcessor, this::json);
  }

  private Reply listProcessors(RestRequest request) {
    return list(
        request,
        "media_processors",
        "MediaProcessors",
        live.processors(),
        MediaProcessor::status,
        this::json);
  }

  private static void requireEnded(RestRequest request) {
    if (!request.required("Status").equalsIgnoreCase("ended")) {
      throw RestException.invalid("Status can only be set to ended");
    }
  }

  private static Optional<Duration> maxDuration(RestRequest request) {
    return request
        .number("MaxDuration")
        .map(
            seconds -> {
              if (seconds < 1 || seconds > MAX_DURATION_SECONDS) {
                throw RestException.invalid(
                    "MaxDuration must be 1 to " + MAX_DURATION_SECONDS + " seconds");
              }
              return Duration.ofSeconds(seconds);
            });
  }

  private static <T> Reply found(
      RestRequest request, Function<String, Optional<T>> find, Function<T, JsonObject> json) {
    return find.apply(request.path("sid")).map(json).map(Reply::ok).orElseThrow(request::notFound);
  }

  private static <T> Reply list(
      RestRequest request,
      String key,
      String path,
      List<T> all,
      Function<T, LiveStatus> status,
      Function<T, JsonObject> json) {
    var wanted = new ArrayList<T>();
    String filter = request.query("Status").orElse("");
    for (T each : all) {
      if (filter.isEmpty() || status.apply(each).text().equalsIgnoreCase(filter)) {
        wanted.add(each);
      }
    }
    List<T> ordered =
        request.query("Order").orElse("asc").equals("desc") ? wanted.reversed() : wanted;
    return new Page(request, key, BASE + path)
        .upTo(MAX_PAGE)
        .keeping("Status", "Order")
        .of(ordered, json);
  }

  private JsonObject json(PlayerStreamer streamer) {
    String url = BASE + "PlayerStreamers/" + streamer.sid();
    var body =
        common(
            streamer.sid(),
            url,
            streamer.status(),
            streamer.maxDuration(),
            streamer.endedReason(),
            streamer.created(),
            streamer.updated());
    body.addProperty("video", streamer.video());
    var links = new JsonObject();
    links.addProperty("playback_grant", url + "/PlaybackGrant");
    body.add("links", links);
    return body;
  }

  private JsonObject json(MediaProcessor processor) {
    var body =
        common(
            processor.sid(),
            BASE + "MediaProcessors/" + processor.sid(),
            processor.status(),
            processor.maxDuration(),
            processor.endedReason(),
            processor.created(),
            processor.updated());
    body.addProperty("extension", processor.extension());
    body.addProperty("extension_context", processor.context().json());
    return body;
  }

  private JsonObject json(PlaybackGrant grant) {
    var inner = new JsonObject();
    inner.add("requestCredentials", JsonNull.INSTANCE);
    inner.addProperty("playbackUrl", grant.playbackUrl().toString());
    inner.addProperty("playerStreamerSid", grant.playerStreamerSid());
    inner.addProperty("whepUrl", grant.whepUrl().toString());
    var body = new JsonObject();
    body.addProperty("sid", grant.playerStreamerSid());
    body.addProperty("account_sid", accountSid);
    JsonTime.add(body, "date_created", grant.created());
    body.addProperty(
        "url", BASE + "PlayerStreamers/" + grant.playerStreamerSid() + "/PlaybackGrant");
    body.add("grant", inner);
    return body;
  }

  private JsonObject common(
      String sid,
      String url,
      LiveStatus status,
      Optional<Duration> maxDuration,
      Optional<EndedReason> endedReason,
      Instant created,
      Instant updated) {
    var body = new JsonObject();
    body.addProperty("sid", sid);
    body.addProperty("account_sid", accountSid);
    body.addProperty("url", url);
    body.addProperty("status", status.text());
    body.addProperty("max_duration", maxDuration.map(Duration::toSeconds).orElse(null));
    body.addProperty("ended_reason", endedReason.map(EndedReason::text).orElse(null));
    body.add("status_callback", JsonNull.INSTANCE);
    body.add("status_callback_method", JsonNull.INSTANCE);
    JsonTime.addDates(body, created, updated);
    return body;
  }
}
