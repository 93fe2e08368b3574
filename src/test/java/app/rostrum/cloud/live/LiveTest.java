package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.TokenVerifier;
import app.rostrum.cloud.rest.LiveResources;
import app.rostrum.cloud.rest.RestRouter;
import app.rostrum.cloud.store.Store;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTest {
  @TempDir Path folder;
  private final FakeRooms rooms = new FakeRooms();
  private final FakePeers peers = new FakePeers();
  private Store store;
  private Live live;
  private RestRouter rest;

  @BeforeEach
  void start() {
    store = Store.open(folder.resolve("cloud.db"));
    live =
        new Live(
            new Live.Dependencies(
                store,
                new Sids(new Random()),
                Clock.systemUTC(),
                rooms,
                () -> URI.create("https://example.test/"),
                TokenVerifier.withoutFloors(Tokens::secretOf, Clock.systemUTC())),
            sid -> peers,
            WhepHandler.Limits.DEFAULT);
    rest = new RestRouter((user, password) -> password.equals("secret"));
    new LiveResources(live, "AC1").addTo(rest);
  }

  @AfterEach
  void stop() {
    live.close();
    store.close();
  }

  @Test
  void aStreamerIsCreatedFetchedListedAndEnded() {
    JsonObject created =
        post(201, "PlayerStreamers", Map.of("Video", "false", "MaxDuration", "1800"));
    String sid = created.get("sid").getAsString();
    assertThat(sid).matches("VJ[0-9a-f]{32}");
    assertThat(created.get("status").getAsString()).isEqualTo("created");
    assertThat(created.get("max_duration").getAsInt()).isEqualTo(1800);
    assertThat(created.get("ended_reason").isJsonNull()).isTrue();
    assertThat(created.get("account_sid").getAsString()).isEqualTo("AC1");
    assertThat(get(200, "PlayerStreamers/" + sid)).isEqualTo(created);
    assertThat(get(200, "PlayerStreamers").getAsJsonArray("player_streamers")).hasSize(1);
    JsonObject ended = post(200, "PlayerStreamers/" + sid, Map.of("Status", "ended"));
    assertThat(ended.get("status").getAsString()).isEqualTo("ended");
    assertThat(ended.get("ended_reason").getAsString()).isEqualTo("ended-via-api");
    assertThat(post(200, "PlayerStreamers/" + sid, Map.of("Status", "ended"))).isEqualTo(ended);
  }

  @Test
  void aPlaybackGrantLeadsToWhep() {
    String sid = post(201, "PlayerStreamers", Map.of()).get("sid").getAsString();
    JsonObject reply = post(201, "PlayerStreamers/" + sid + "/PlaybackGrant", Map.of("Ttl", "60"));
    JsonObject grant = reply.getAsJsonObject("grant");
    assertThat(grant.get("requestCredentials").isJsonNull()).isTrue();
    assertThat(grant.get("playerStreamerSid").getAsString()).isEqualTo(sid);
    assertThat(grant.get("playbackUrl").getAsString())
        .isEqualTo("https://example.test/hls/" + sid + "/main.m3u8");
    assertThat(grant.get("whepUrl").getAsString()).isEqualTo("https://example.test/whep/" + sid);
    post(200, "PlayerStreamers/" + sid, Map.of("Status", "ended"));
    post(400, "PlayerStreamers/" + sid + "/PlaybackGrant", Map.of());
  }

  @Test
  void missingAndInvalidParametersAreRefused() {
    assertThat(get(404, "PlayerStreamers/VJ0").get("code").getAsInt()).isEqualTo(20404);
    assertThat(get(404, "MediaProcessors/ZX0").get("code").getAsInt()).isEqualTo(20404);
    post(404, "PlayerStreamers/VJ0/PlaybackGrant", Map.of());
    post(400, "PlayerStreamers", Map.of("MaxDuration", "0"));
    post(400, "PlayerStreamers", Map.of("MaxDuration", "soon"));
    post(400, "MediaProcessors", Map.of("Extension", "video-composer-v2"));
    for (String context :
        new String[] {
          "",
          "[]",
          "{",
          "{\"room\":{\"name\":\"RM1\"}}",
          "{\"room\":1,\"outputs\":[\"VJ0\"]}",
          "{\"room\":{\"name\":\"RM1\"},\"outputs\":[\"VJ0\"]}"
        }) {
      JsonObject error =
          post(
              400,
              "MediaProcessors",
              Map.of("Extension", "video-composer-v2", "ExtensionContext", context));
      assertThat(error.get("code").getAsInt()).isEqualTo(20001);
    }
    String sid = live.createStreamer(false, Optional.empty()).sid();
    post(400, "PlayerStreamers/" + sid, Map.of("Status", "paused"));
  }

  @Test
  void aProcessorMixesARoomUntilItIsEnded() {
    String streamer = live.createStreamer(false, Optional.empty()).sid();
    JsonObject created = post(201, "MediaProcessors", processor("RM1", streamer));
    String sid = created.get("sid").getAsString();
    assertThat(sid).matches("ZX[0-9a-f]{32}");
    assertThat(created.get("status").getAsString()).isEqualTo("started");
    assertThat(created.get("extension").getAsString()).isEqualTo("video-composer-v2");
    assertThat(rooms.taps).hasSize(1);
    assertThat(status(streamer)).isEqualTo(LiveStatus.STARTED);
    listens(streamer);
    await().until(() -> live.statistics().framesMixed() > 3);
    JsonObject ended = post(200, "MediaProcessors/" + sid, Map.of("Status", "ended"));
    assertThat(ended.get("ended_reason").getAsString()).isEqualTo("ended-via-api");
    assertThat(rooms.taps).isEmpty();
    assertThat(live.streamer(streamer).flatMap(PlayerStreamer::endedReason))
        .contains(EndedReason.STREAM_DISCONNECTED_BY_SOURCE);
    assertThat(get(200, "MediaProcessors").getAsJsonArray("media_processors")).hasSize(1);
  }

  @Test
  void anUnknownRoomCannotBeMixed() {
    String streamer = live.createStreamer(false, Optional.empty()).sid();
    JsonObject error = post(400, "MediaProcessors", processor("RM404", streamer));
    assertThat(error.get("message").getAsString()).contains("RM404");
  }

  @Test
  void aRoomsEndEndsTheProcessorAndItsStreamers() {
    String streamer = live.createStreamer(false, Optional.empty()).sid();
    String sid = post(201, "MediaProcessors", processor("RM1", streamer)).get("sid").getAsString();
    rooms.taps.getFirst().onRoomEnded();
    await().until(() -> status(streamer) == LiveStatus.ENDED);
    assertThat(live.processor(sid).map(MediaProcessor::status)).contains(LiveStatus.ENDED);
  }

  @Test
  void nothingRunsLongerThanItsMaximumDuration() {
    String streamer = live.createStreamer(false, Optional.of(Duration.ofSeconds(1))).sid();
    await().until(() -> status(streamer) == LiveStatus.ENDED);
    assertThat(live.streamer(streamer).flatMap(PlayerStreamer::endedReason))
        .contains(EndedReason.MAX_DURATION_EXCEEDED);
  }

  @Test
  void afterARestartEverythingGoesOnUnderTheSameSids() {
    String streamer = live.createStreamer(false, Optional.empty()).sid();
    String over = live.createStreamer(false, Optional.empty()).sid();
    live.endStreamer(over);
    String sid = post(201, "MediaProcessors", processor("RM1", streamer)).get("sid").getAsString();
    JsonObject before = get(200, "MediaProcessors/" + sid);
    live.close();
    store.close();
    start();
    live.resume();
    assertThat(get(200, "MediaProcessors/" + sid)).isEqualTo(before);
    assertThat(rooms.taps).hasSize(1);
    assertThat(status(streamer)).isEqualTo(LiveStatus.STARTED);
    assertThat(status(over)).isEqualTo(LiveStatus.ENDED);
    listens(streamer);
    await().until(() -> live.statistics().framesMixed() > 3);
  }

  @Test
  void aProcessorWhoseRoomDidNotSurviveIsEnded() {
    String streamer = live.createStreamer(false, Optional.empty()).sid();
    String sid = post(201, "MediaProcessors", processor("RM1", streamer)).get("sid").getAsString();
    live.close();
    store.close();
    rooms.open = false;
    start();
    live.resume();
    assertThat(live.processor(sid).flatMap(MediaProcessor::endedReason))
        .contains(EndedReason.ERROR_STREAMING_MEDIA);
    assertThat(status(streamer)).isEqualTo(LiveStatus.ENDED);
  }

  @Test
  void aContextNamesItsRoomBySidOrByName() {
    String outputs = "\"outputs\":[\"VJ1\",\"VJ2\"]";
    assertThat(ExtensionContext.parse("{\"room\":{\"sid\":\"RM1\"}," + outputs + "}").room())
        .isEqualTo("RM1");
    var context =
        ExtensionContext.parse(
            "{\"identity\":\"video-composer-v2\",\"room\":{\"name\":\"town hall\"},"
                + outputs
                + "}");
    assertThat(context.room()).isEqualTo("town hall");
    assertThat(context.outputs()).containsExactly("VJ1", "VJ2");
    assertThatThrownBy(() -> ExtensionContext.parse("[".repeat(10_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aListenerBeginsAndEndsTheMix() {
    String streamer = live.createStreamer(false, Optional.empty()).sid();
    post(201, "MediaProcessors", processor("RM1", streamer));
    assertThat(live.statistics().framesMixed()).isZero();
    FakePeers.FakePeer peer = listens(streamer);
    await().until(() -> peer.frames.size() > 1);
    peer.states.accept(RtcPeer.State.CLOSED);
    assertThat(live.statistics().listeners()).isZero();
  }

  /** Lets a listener come whose connection is a fake. */
  private FakePeers.FakePeer listens(String streamer) {
    String token = Tokens.player(streamer, Instant.now().plus(Duration.ofHours(1)));
    HttpResponse answer =
        live.whep()
            .handle(
                new HttpRequest(
                    "POST",
                    "localhost",
                    WhepHandler.PREFIX + streamer,
                    Map.of(),
                    Map.of("authorization", "Bearer " + token, "content-type", "application/sdp"),
                    "v=0".getBytes(StandardCharsets.UTF_8),
                    "127.0.0.1"));
    assertThat(answer.status()).isEqualTo(201);
    FakePeers.FakePeer peer = peers.peers.getLast();
    peer.states.accept(RtcPeer.State.CONNECTED);
    return peer;
  }

  private LiveStatus status(String streamer) {
    return live.streamer(streamer).orElseThrow().status();
  }

  private static Map<String, String> processor(String room, String streamer) {
    return Map.of(
        "Extension",
        "video-composer-v2",
        "ExtensionContext",
        "{\"identity\":\"video-composer-v2\",\"room\":{\"name\":\"%s\"},\"outputs\":[\"%s\"]}"
            .formatted(room, streamer));
  }

  private JsonObject get(int status, String path) {
    return send(status, "GET", path, "");
  }

  private JsonObject post(int status, String path, Map<String, String> form) {
    var body = new StringBuilder();
    form.forEach(
        (name, value) ->
            body.append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                .append('&'));
    return send(status, "POST", path, body.toString());
  }

  private JsonObject send(int status, String method, String path, String body) {
    String credentials =
        Base64.getEncoder().encodeToString("AC1:secret".getBytes(StandardCharsets.UTF_8));
    HttpResponse response =
        rest.handle(
            new HttpRequest(
                method,
                "media.twilio.com",
                "/v1/" + path,
                Map.of(),
                Map.of("authorization", "Basic " + credentials),
                body.getBytes(StandardCharsets.UTF_8),
                "127.0.0.1"));
    assertThat(response.status()).as(response.text()).isEqualTo(status);
    return JsonParser.parseString(response.text()).getAsJsonObject();
  }
}
