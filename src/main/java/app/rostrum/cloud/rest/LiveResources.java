package app.rostrum.cloud.rest;

import app.rostrum.cloud.live.EndedReason;
import app.rostrum.cloud.live.ExtensionContext;
import app.rostrum.cloud.live.Live;
import app.rostrum.cloud.live.LiveStatus;
import app.rostrum.cloud.live.MediaProcessor;
import app.rostrum.cloud.live.PlaybackGrant;
import app.rostrum.cloud.live.PlayerStreamer;
import app.rostrum.cloud.rest.RestRouter.Reply;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Player streamers and media processors as Twilio's Media API (v1) has them. Maximum durations are
 * in seconds, as there; unlike there, leaving them out means no limit.
 */
public final class LiveResources {
  private static final String BASE = "https://media.twilio.com/v1/";
  private static final int MAX_DURATION_SECONDS = 90_000;
  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 1000;

  private final Live live;
  private final String accountSid;

  public LiveResources(Live live, String accountSid) {
    this.live = live;
    this.accountSid = accountSid;
  }

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
              throw new RestException(400, 20001, "The player streamer has ended");
            });
  }

  private Reply createProcessor(RestRequest request) {
    String extension = request.required("Extension");
    try {
      var context = ExtensionContext.parse(request.required("ExtensionContext"));
      return Reply.created(json(live.createProcessor(extension, context, maxDuration(request))));
    } catch (IllegalArgumentException e) {
      throw new RestException(400, 20001, "Invalid parameter: " + e.getMessage());
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
      throw new RestException(400, 20001, "Status can only be set to ended");
    }
  }

  private static Optional<Duration> maxDuration(RestRequest request) {
    return request
        .number("MaxDuration")
        .map(
            seconds -> {
              if (seconds < 1 || seconds > MAX_DURATION_SECONDS) {
                throw new RestException(
                    400, 20001, "MaxDuration must be 1 to " + MAX_DURATION_SECONDS + " seconds");
              }
              return Duration.ofSeconds(seconds);
            });
  }

  private static <T> Reply found(
      RestRequest request, Function<String, Optional<T>> find, Function<T, JsonObject> json) {
    return find.apply(request.path("sid"))
        .map(json)
        .map(Reply::ok)
        .orElseThrow(() -> RestException.notFound(request.http().path()));
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
    int size = Math.clamp(number(request, "PageSize", DEFAULT_PAGE), 1, MAX_PAGE);
    int page = Math.max(0, number(request, "Page", 0));
    int from = (int) Math.min((long) page * size, ordered.size());
    int to = Math.min(from + size, ordered.size());
    var items = new JsonArray();
    ordered.subList(from, to).forEach(each -> items.add(json.apply(each)));
    var body = new JsonObject();
    body.add(key, items);
    body.add("meta", meta(key, path, page, size, to < ordered.size()));
    return Reply.ok(body);
  }

  private static JsonObject meta(String key, String path, int page, int size, boolean more) {
    var meta = new JsonObject();
    meta.addProperty("key", key);
    meta.addProperty("page", page);
    meta.addProperty("page_size", size);
    meta.addProperty("url", pageUrl(path, page, size));
    meta.addProperty("first_page_url", pageUrl(path, 0, size));
    meta.addProperty("previous_page_url", page > 0 ? pageUrl(path, page - 1, size) : null);
    meta.addProperty("next_page_url", more ? pageUrl(path, page + 1, size) : null);
    return meta;
  }

  private static String pageUrl(String path, int page, int size) {
    return BASE + path + "?PageSize=" + size + "&Page=" + page;
  }

  private static int number(RestRequest request, String name, int otherwise) {
    try {
      return request.query(name).map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw new RestException(400, 20001, "Parameter " + name + " is not a number");
    }
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
    body.addProperty("date_created", time(grant.created()));
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
    body.addProperty("date_created", time(created));
    body.addProperty("date_updated", time(updated));
    return body;
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
