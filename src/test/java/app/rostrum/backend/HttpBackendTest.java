package app.rostrum.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.backend.BackendException.Kind;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import app.rostrum.web.WebServer;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client with a server that gives the answers of a test. */
@NullUnmarked
class HttpBackendTest {
  private static final String PASSCODE = "12345612345678";

  private final OkHttpClient http = new OkHttpClient();
  private final Map<String, HttpResponse> answers = new ConcurrentHashMap<>();
  private final AtomicReference<HttpRequest> last = new AtomicReference<>();
  private WebServer server;
  private HttpBackend backend;

  @BeforeEach
  void start() throws IOException {
    server =
        WebServer.builder()
            .handle(
                "/",
                request -> {
                  last.set(request);
                  return answers.getOrDefault(
                      request.path(), HttpResponse.of(404, "text/html", "<h1>Not found</h1>"));
                })
            .start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    backend = new HttpBackend(http, address(""), PASSCODE);
  }

  @AfterEach
  void stop() {
    server.close();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private void answer(String path, int status, String json) {
    answers.put(path, HttpResponse.json(status, json));
  }

  private JsonObject sent() {
    return JsonParser.parseString(last.get().text()).getAsJsonObject();
  }

  @Test
  void aCallIsCutBySilenceLongBeforeItsWholeTimeIsUp() {
    var silence = new AtomicReference<Duration>();
    var whole = new AtomicReference<Duration>();
    var connecting = new AtomicReference<Duration>();
    var sending = new AtomicReference<Duration>();
    OkHttpClient watched =
        http.newBuilder()
            .connectTimeout(Duration.ofHours(1))
            .writeTimeout(Duration.ofHours(1))
            .addInterceptor(
                chain -> {
                  connecting.set(Duration.ofMillis(chain.connectTimeoutMillis()));
                  sending.set(Duration.ofMillis(chain.writeTimeoutMillis()));
                  silence.set(Duration.ofMillis(chain.readTimeoutMillis()));
                  whole.set(Duration.ofNanos(chain.call().timeout().timeoutNanos()));
                  return chain.proceed(chain.request());
                })
            .build();
    answer("/verify-passcode", 200, "{\"verified\":true}");
    new HttpBackend(watched, address(""), PASSCODE).verifyPasscode();
    assertThat(silence.get()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    assertThat(whole.get()).isGreaterThanOrEqualTo(silence.get().multipliedBy(3));
    assertThat(sending.get()).isEqualTo(silence.get());
    assertThat(connecting.get()).isBetween(Duration.ofSeconds(5), silence.get());
  }

  private BackendException failure(Runnable call) {
    try {
      call.run();
    } catch (BackendException e) {
      return e;
    }
    throw new AssertionError("was not refused");
  }

  @Test
  void callsOfTheDeskGoToTheirAddressesWithTheirParameters() {
    assertDesk(new DeskCall.OpenStage(false), "/change-stream", "\"open_stage\":false");
    assertDesk(new DeskCall.Lock(true), "/change-stream", "\"locked\":true");
    assertDesk(
        new DeskCall.OpenQueue(false, "Later"),
        "/change-stream",
        "\"hands_open\":false,\"hands_reason\":\"Later\"");
    assertDesk(new DeskCall.Topic("T"), "/change-stream", "\"topic\":\"T\"");
    assertDesk(new DeskCall.Recorded(true), "/change-stream", "\"recorded\":true");
    assertDesk(new DeskCall.Pin("P"), "/change-stream", "\"pinned\":\"P\"");
    assertDesk(
        new DeskCall.SpeakingTime("Bob", 60),
        "/change-stream",
        "\"user_identity\":\"Bob\",\"timer_seconds\":60");
    assertDesk(new DeskCall.EndSpeakingTime(), "/change-stream", "\"timer_seconds\":0");
    String bob = "\"user_identity\":\"Bob\"";
    assertDesk(new DeskCall.Remove("Bob"), "/remove-participant", bob);
    assertDesk(new DeskCall.Readmit("Bob"), "/readmit-participant", bob);
    assertDesk(new DeskCall.CoHost("Bob", true), "/set-co-host", bob + ",\"co_host\":true");
    assertDesk(new DeskCall.HandOver("Bob"), "/hand-over-stream", bob);
    answer("/lower-hands", 200, "{}");
    backend.desk("Java", new DeskCall.LowerHands(), "a.b.c");
    assertThat(sent()).isEqualTo(JsonParser.parseString("{\"stream_name\":\"Java\"}"));
    answer("/raise-hand", 200, "{}");
    backend.raiseHand("Bob", "Java", true, "About records", "a.b.c");
    assertThat(sent().getAsJsonObject().get("text").getAsString()).isEqualTo("About records");
  }

  private void assertDesk(DeskCall call, String path, String parameters) {
    answer(path, 200, "{}");
    backend.desk("Java", call, "a.b.c");
    assertThat(last.get().path()).isEqualTo(path);
    assertThat(last.get().header("X-Twilio-Access-Token")).contains("a.b.c");
    assertThat(sent())
        .isEqualTo(JsonParser.parseString("{\"stream_name\":\"Java\"," + parameters + "}"));
  }

  @Test
  void onlyABackendThatNamesItsObjectsHasADesk() {
    answer("/join-stream-as-viewer", 200, "{\"token\":\"t\"}");
    assertThat(backend.joinAsViewer("Bob", "Java", null).desk()).isEmpty();
    answer(
        "/join-stream-as-viewer",
        200,
        "{\"token\":\"t\",\"sync_object_names\":{\"stream_document\":\"stream\"}}");
    assertThat(backend.joinAsViewer("Bob", "Java", null).desk())
        .contains(new DeskObjects("stream", "kept_out"));
  }

  @Test
  void eachCallSendsPasscodeTokenAndParameters() {
    answer("/raise-hand", 200, "{\"sent\":true}");
    backend.raiseHand("Bob", "Java", true, "a.b.c");
    assertThat(last.get().method()).isEqualTo("POST");
    assertThat(last.get().header("Authorization")).contains(PASSCODE);
    assertThat(last.get().header("X-Twilio-Access-Token")).contains("a.b.c");
    assertThat(sent())
        .isEqualTo(
            JsonParser.parseString(
                "{\"user_identity\":\"Bob\",\"stream_name\":\"Java\",\"hand_raised\":true}"));

    answer("/remove-speaker", 200, "{}");
    backend.removeSpeaker("Bob", "Java", "a.b.c");
    assertThat(sent())
        .isEqualTo(JsonParser.parseString("{\"user_identity\":\"Bob\",\"room_name\":\"Java\"}"));
    answer("/send-speaker-invite", 200, "{}");
    backend.sendSpeakerInvite("Bob", "RM1", "a.b.c");
    assertThat(sent())
        .isEqualTo(JsonParser.parseString("{\"user_identity\":\"Bob\",\"room_sid\":\"RM1\"}"));
    answer("/delete-stream", 200, "{}");
    backend.deleteStream("Java", "a.b.c");
    assertThat(sent()).isEqualTo(JsonParser.parseString("{\"stream_name\":\"Java\"}"));
    answer("/verify-passcode", 200, "{\"verified\":true}");
    backend.verifyPasscode();
    assertThat(last.get().header("X-Twilio-Access-Token")).isEmpty();
  }

  @Test
  void theEmbeddedCloudsAddressesAreRelativeToTheBackend() {
    String answer =
        """
        {"token":"t","room_sid":"RM1","chat_enabled":false,
         "sync_object_names":{"speakers_map":"S","viewers_map":"V","raised_hands_map":"H","user_document":"D"},
         "endpoints":{"video":"/signaling","twilsock":"https://else.test/v3/wsconnect","player":"/whep/VJ1"},
         "playback":{"whepUrl":"https://public.test/whep/VJ1","playbackUrl":"/hls/VJ1"}}
        """;
    answer("/base/join-stream-as-viewer", 200, answer);
    var behindPrefix = new HttpBackend(http, address("/base/"), PASSCODE);
    var credentials = behindPrefix.joinAsViewer("Bob", "Java", null);
    assertThat(credentials.token()).isEqualTo("t");
    assertThat(credentials.roomSid()).isEqualTo("RM1");
    assertThat(credentials.chatEnabled()).isFalse();
    assertThat(credentials.speakersMap()).isEqualTo("S");
    assertThat(credentials.viewersMap()).isEqualTo("V");
    assertThat(credentials.raisedHandsMap()).isEqualTo("H");
    assertThat(credentials.userDocument()).contains("D");
    assertThat(credentials.signaling())
        .isEqualTo(URI.create("ws://127.0.0.1:" + server.port() + "/base/signaling"));
    assertThat(credentials.twilsock()).isEqualTo(URI.create("wss://else.test/v3/wsconnect"));
    assertThat(credentials.whep()).contains(address("/base/whep/VJ1"));
  }

  @Test
  void aPlainReferenceDeploymentPromisesOnlyTheToken() {
    answer("/create-stream", 200, "{\"token\":\"t\"}");
    answer("/join-stream-as-speaker", 200, "{\"token\":\"t\",\"sync_object_names\":null}");
    var created = backend.createStream("Alice", "Java", false);
    assertThat(sent().get("open_stage").getAsBoolean()).isFalse();
    assertThat(sent().get("chat_enabled").getAsBoolean()).isTrue();
    assertThat(created.chatEnabled()).isTrue();
    assertThat(created.speakersMap()).isEqualTo("speakers");
    assertThat(created.userDocument()).isEmpty();
    assertThat(created.signaling()).isEqualTo(URI.create("wss://global.vss.twilio.com/signaling"));
    assertThat(created.twilsock()).isEqualTo(URI.create("wss://tsock.us1.twilio.com/v3/wsconnect"));
    assertThat(created.whep()).isEmpty();
    assertThat(backend.joinAsSpeaker("Bob", "Java", null).userDocument()).contains("user-Bob");
  }

  @Test
  void hostileAddressesInAnswersAreNotUsed() {
    answer(
        "/create-stream",
        200,
        """
        {"token":"t","endpoints":{"video":"file:///etc/passwd","twilsock":"//evil.test/x"},
         "playback":{"whepUrl":"ftp://evil.test/x"}}
        """);
    var created = backend.createStream("Alice", "Java", true);
    assertThat(created.signaling().getHost()).isEqualTo("global.vss.twilio.com");
    assertThat(created.twilsock().getHost()).isEqualTo("tsock.us1.twilio.com");
    assertThat(created.whep()).isEmpty();
  }

  @Test
  void streamsAreListedWithoutUnreadableOnes() {
    answer(
        "/list-streams",
        200,
        """
        {"streams":[
          {"stream_name":"Java","room_sid":"RM1","host_identity":"Alice","speakers":2,"listeners":30,
           "started_at":"2026-11-22T10:00:00Z","open_stage":false,"locked":true,"topic":"Coffee",
           "recorded":true},
          {"stream_name":"Bare"}, {"room_sid":"RM2"}, 7, null,
          {"stream_name":"Odd","speakers":-1,"listeners":"many","locked":1,"recorded":"yes","topic":[],"started_at":"yesterday"}],
         "operator_message":"Updated at noon"}
        """);
    assertThat(backend.listLobby().orElseThrow().operatorMessage()).isEqualTo("Updated at noon");
    assertThat(backend.listStreams().orElseThrow())
        .containsExactly(
            new StreamSummary(
                "Java",
                "RM1",
                "Alice",
                2,
                30,
                Instant.parse("2026-11-22T10:00:00Z"),
                false,
                true,
                "Coffee",
                true),
            new StreamSummary("Bare", "", "", 0, 0, Instant.EPOCH, true),
            new StreamSummary("Odd", "", "", 0, 0, Instant.EPOCH, true));
  }

  @Test
  void aDeploymentThatCannotListStreamsIsRecognised() {
    assertThat(backend.listStreams()).isEmpty();
    answer("/list-streams", 404, "{\"error\":{\"message\":\"not found\",\"explanation\":\"x\"}}");
    assertThat(backend.listStreams()).isEmpty();
    answer("/list-streams", 200, "{\"streams\":[],\"operator_message\":7}");
    assertThat(backend.listLobby().orElseThrow().operatorMessage()).isEmpty();
    answer("/list-streams", 200, "{}");
    assertThat(backend.listStreams()).isEmpty();
    answers.put("/list-streams", HttpResponse.of(200, "text/html", "<html>"));
    assertThat(backend.listStreams()).isEmpty();
    answer("/list-streams", 401, "{\"error\":{\"message\":\"passcode expired\"}}");
    assertThat(failure(() -> backend.listStreams()).kind()).isEqualTo(Kind.PASSCODE);
  }

  @ParameterizedTest
  @CsvSource({
    "401, PASSCODE", "403, FORBIDDEN", "404, WRONG_ADDRESS", "429, TOO_MANY_ATTEMPTS",
    "400, INVALID", "413, INVALID", "500, REFUSED", "503, REFUSED"
  })
  void refusalsInTheApisShapeKeepTheirWords(int status, Kind kind) {
    answer(
        "/verify-passcode",
        status,
        "{\"error\":{\"message\":\"error finding room\",\"explanation\":\"It has ended.\"}}");
    var refused = failure(backend::verifyPasscode);
    assertThat(refused.kind()).isEqualTo(kind);
    assertThat(refused).hasMessage("error finding room");
    assertThat(refused.explanation()).isEqualTo("It has ended.");
  }

  @ParameterizedTest
  @CsvSource({
    "401, PASSCODE", "403, FORBIDDEN", "404, WRONG_ADDRESS", "429, TOO_MANY_ATTEMPTS",
    "400, WRONG_ADDRESS", "302, REDIRECTED", "500, SERVER_ERROR", "502, SERVER_ERROR"
  })
  void otherRefusalsAreExplained(int status, Kind kind) {
    answers.put(
        "/verify-passcode",
        HttpResponse.of(status, "text/html", "<html>oops</html>")
            .with("Location", "http://127.0.0.1:1/"));
    var refused = failure(backend::verifyPasscode);
    assertThat(refused.kind()).isEqualTo(kind);
    assertThat(refused.explanation()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"60, 60", "4000, 300", "0, 0", "soon, 0", "-1, 0", "9999999, 0", "-, 0"})
  void aRefusalTellsWhenToTryAgain(String header, long seconds) {
    HttpResponse refusal = HttpResponse.json(429, "{}");
    answers.put("/verify-passcode", header == null ? refusal : refusal.with("Retry-After", header));
    assertThat(failure(backend::verifyPasscode).retryAfter())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void answersOfOtherServersAreRecognised() {
    answers.put("/verify-passcode", HttpResponse.of(200, "text/html", "<html>Hotel Wi-Fi</html>"));
    assertThat(failure(backend::verifyPasscode).kind()).isEqualTo(Kind.WRONG_ADDRESS);
    answer("/create-stream", 200, "{\"token\":7}");
    assertThat(failure(() -> backend.createStream("A", "J", true)).kind())
        .isEqualTo(Kind.SERVER_ERROR);
    answer("/create-stream", 200, "[".repeat(10_000));
    assertThat(failure(() -> backend.createStream("A", "J", true)).kind())
        .isEqualTo(Kind.WRONG_ADDRESS);
  }

  @Test
  void aHugeAnswerIsNotReadToTheEnd() {
    answer("/create-stream", 200, "{\"token\":\"" + "x".repeat(2 << 20) + "\"}");
    assertThat(failure(() -> backend.createStream("A", "J", true)).kind())
        .isEqualTo(Kind.SERVER_ERROR);
  }

  @Test
  void aPasscodeThatNoHeaderCanCarryIsStillSent() {
    answer("/verify-passcode", 401, "{}");
    var odd = new HttpBackend(http, address(""), "123\u00a0456\n①");
    assertThat(failure(odd::verifyPasscode).kind()).isEqualTo(Kind.PASSCODE);
    assertThat(last.get().header("Authorization")).contains("123456");
  }

  @Test
  void anInvalidAddressIsRefusedAtOnce() {
    assertThatThrownBy(() -> new HttpBackend(http, URI.create("file:///x"), PASSCODE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
