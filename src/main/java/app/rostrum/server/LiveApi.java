package app.rostrum.server;

import com.fasterxml.jackson.core.type.TypeReference;
import com.google.gson.Gson;
import com.twilio.exception.ApiException;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Calls the REST API of Twilio Live ({@code media.twilio.com/v1}) for player streamers and media
 * processors. twilio-java dropped these resources with the product, so the requests are written out
 * here.
 */
final class LiveApi {
  private static final Gson GSON = new Gson();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  /** The media processor's identity in the room, hidden from every list. */
  static final String PROCESSOR_IDENTITY = "video-composer-v1";

  private final TwilioApi api;

  LiveApi(TwilioApi api) {
    this.api = api;
  }

  String createPlayerStreamer(Duration limit) {
    return sid(
        post(
            "PlayerStreamers",
            Map.of("Video", "false", "MaxDuration", Long.toString(limit.toSeconds()))));
  }

  /** Starts mixing the room's sound into a player streamer. */
  String createMediaProcessor(String roomSid, String playerStreamerSid, Duration limit) {
    Map<String, Object> context =
        Map.of(
            "identity",
            PROCESSOR_IDENTITY,
            "room",
            Map.of("name", roomSid),
            "outputs",
            List.of(playerStreamerSid));
    return sid(
        post(
            "MediaProcessors",
            Map.of(
                "Extension",
                "audio-mixer-v1",
                "ExtensionContext",
                GSON.toJson(context),
                "MaxDuration",
                Long.toString(limit.toSeconds()))));
  }

  /** Returns the grant that lets a listener play, as the service words it. */
  Map<String, Object> playbackGrant(String playerStreamerSid) {
    Map<String, Object> answer =
        post("PlayerStreamers/" + playerStreamerSid + "/PlaybackGrant", Map.of("Ttl", "60"));
    return SyncApi.fields(answer.getOrDefault("grant", Map.of()));
  }

  void endMediaProcessor(String sid) {
    TwilioApi.ifThere(() -> post("MediaProcessors/" + sid, Map.of("Status", "ended")));
  }

  void endPlayerStreamer(String sid) {
    TwilioApi.ifThere(() -> post("PlayerStreamers/" + sid, Map.of("Status", "ended")));
  }

  private Map<String, Object> post(String path, Map<String, String> form) {
    try (InputStream answer =
        api.send(new Request(HttpMethod.POST, "media", "/v1/" + path), form)) {
      return api.client().getObjectMapper().readValue(answer, OBJECT);
    } catch (IOException e) {
      throw new ApiException("an unreadable answer", e);
    }
  }

  private static String sid(Map<String, Object> answer) {
    if (answer.get("sid") instanceof String sid) {
      return sid;
    }
    throw new ApiException("an answer without a SID");
  }
}
