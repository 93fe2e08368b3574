package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.sdk.video.Room;
import app.rostrum.stream.Chat;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import app.rostrum.testing.QuietRoomListener;
import app.rostrum.testing.ServeProcess;
import app.rostrum.web.FormFields;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import app.rostrum.web.WebServer;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.twilio.security.RequestValidator;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream after its server was killed and started again: the queue of hands, the chat, the roles,
 * the stage, and the webhooks that a foreign receiver had not been told.
 */
@Tag("e2e")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@NullUnmarked
class StreamSurvivesTest {
  private static final String STREAM = "Kept";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> HANDS = List.of("Hugo", "Hana", "Hedy");
  private static final List<String> MESSAGES = List.of("good evening", "can you hear me?", "yes");

  @TempDir Path folder;
  private final OkHttpClient http = HttpClients.create();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<HttpRequest> told = new CopyOnWriteArrayList<>();
  private volatile int receiverAnswers = 500;
  private ServeProcess server;
  private Backend backend;

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : opened) {
      part.close();
    }
    server.close();
  }

  private String rest(String variable) {
    return server.ready().getAsJsonObject("rest").get(variable).getAsString();
  }

  private JsonObject post(String path, Map<String, String> form) throws Exception {
    var body = new FormBody.Builder();
    form.forEach(body::add);
    var request =
        new Request.Builder()
            .url(rest("ROSTRUM_REST_URL") + path)
            .header(
                "Authorization",
                Credentials.basic(rest("TWILIO_ACCOUNT_SID"), rest("TWILIO_AUTH_TOKEN")))
            .post(body.build())
            .build();
    try (var answer = http.newCall(request).execute()) {
      assertThat(answer.isSuccessful()).isTrue();
      return JsonParser.parseString(answer.body().string()).getAsJsonObject();
    }
  }

  private StreamSession listen(String name) {
    var media = PlainEngine.create(new Silence(), PcmSink.DISCARD);
    StreamSession session =
        new SessionFactory(backend, http, media, Clock.systemUTC())
            .join(name, STREAM, Role.VIEWER, true, state -> {});
    opened.push(session);
    return session;
  }

  private void moveToAudience(StreamCredentials speaker, String name, String hostToken) {
    try (var media = PlainEngine.create(new Silence(), PcmSink.DISCARD);
        Room room =
            Room.connect(
                    new Room.Options(
                        http,
                        speaker.signaling(),
                        speaker.token(),
                        STREAM,
                        media,
                        Optional.empty()),
                    new QuietRoomListener())
                .join()) {
      await().untilAsserted(() -> backend.removeSpeaker(name, STREAM, hostToken));
    }
  }

  private static boolean isOnStage(StreamSession session) {
    return session.state().phase() instanceof Phase.OnStage
        && !session.state().reconnecting()
        && speakers(session.state()).contains(session.state().identity());
  }

  private static List<String> hands(StreamState state) {
    return state.raisedHands().stream().map(StreamState.RaisedHand::identity).toList();
  }

  private static List<String> speakers(StreamState state) {
    return state.speakers().stream().map(StreamState.Speaker::identity).toList();
  }

  private static List<String> messages(StreamState state) {
    return state.chat().messages().stream()
        .filter(message -> message.delivery() == Chat.Delivery.SENT)
        .map(Chat.Message::text)
        .toList();
  }

  private HttpResponse receive(HttpRequest request) {
    told.add(request);
    return HttpResponse.empty(receiverAnswers);
  }

  private String event(HttpRequest call) {
    var form = new HashMap<String, String>();
    FormFields.parse(call.text()).forEach((name, values) -> form.put(name, values.getFirst()));
    String signature = call.header("X-Twilio-Signature").orElse("");
    String address = "http://" + call.header("Host").orElse("") + call.path();
    assertThat(new RequestValidator(rest("TWILIO_AUTH_TOKEN")).validate(address, form, signature))
        .isTrue();
    return form.get("SequenceNumber") + " " + form.get("StatusCallbackEvent");
  }

  private static String token(HttpRequest call) {
    return call.header("I-Twilio-Idempotency-Token").orElseThrow();
  }

  @Test
  void handsChatRolesStageAndWebhooksOutliveTheProcess() throws Exception {
    WebServer receiver =
        WebServer.builder().handle("/", this::receive).start(new InetSocketAddress("127.0.0.1", 0));
    opened.push(receiver);
    server = ServeProcess.start("survives-serve", folder.resolve("server"), "--rest");
    backend = Backends.open(http, server.url(), server.passcode());
    StreamCredentials ada = backend.createStream("Ada", STREAM, false, true);

    StreamSession sam = listen("Sam");
    await().atMost(SOON).until(() -> sam.state().phase() instanceof Phase.InAudience);
    backend.sendSpeakerInvite("Sam", ada.roomSid(), ada.token());
    await().atMost(SOON).until(() -> sam.state().invited());
    sam.acceptInvitation(true);
    await().atMost(SOON).until(() -> isOnStage(sam));
    for (String text : MESSAGES) {
      sam.sendMessage(text);
    }
    await().atMost(SOON).until(() -> messages(sam.state()).equals(MESSAGES));

    String ivy = backend.joinAsViewer("Ivy", STREAM, null).token();
    backend.sendSpeakerInvite("Ivy", ada.roomSid(), ada.token());
    String max = backend.joinAsViewer("Max", STREAM, null).token();
    backend.sendSpeakerInvite("Max", ada.roomSid(), ada.token());
    StreamCredentials moved = backend.joinAsSpeaker("Max", STREAM, max);
    moveToAudience(moved, "Max", ada.token());
    for (String name : HANDS) {
      String listener = backend.joinAsViewer(name, STREAM, null).token();
      backend.raiseHand(name, STREAM, true, listener);
    }
    await().atMost(SOON).until(() -> hands(sam.state()).equals(HANDS));

    String hook = "http://127.0.0.1:" + receiver.port() + "/events";
    String elsewhere =
        post("/video/v1/Rooms", Map.of("UniqueName", "Elsewhere", "StatusCallback", hook))
            .get("sid")
            .getAsString();
    post("/video/v1/Rooms/" + elsewhere, Map.of("Status", "completed"));
    await().atMost(SOON).until(() -> !told.isEmpty());
    String firstToken = token(told.getFirst());

    server.kill();
    told.clear();
    receiverAnswers = 204;
    server.startAgain();

    await("the webhooks").atMost(SOON).until(() -> told.size() == 2);
    assertThat(told.stream().map(this::event)).containsExactly("0 room-created", "1 room-ended");
    assertThat(token(told.getFirst())).isEqualTo(firstToken).isNotEqualTo(token(told.getLast()));

    await("the speaker").atMost(SOON).until(() -> isOnStage(sam));
    StreamSession vera = listen("Vera");
    await("the chat").atMost(SOON).until(() -> messages(vera.state()).equals(MESSAGES));
    await("the hands").atMost(SOON).until(() -> hands(vera.state()).equals(HANDS));
    assertThat(speakers(vera.state())).containsExactly("Ada", "Sam");

    assertThat(backend.joinAsSpeaker("Ivy", STREAM, ivy).roomSid()).isEqualTo(ada.roomSid());
    assertThatThrownBy(() -> backend.joinAsSpeaker("Max", STREAM, moved.token()))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("removed from the stage");
    assertThatThrownBy(() -> backend.joinAsSpeaker("Nina", STREAM, null))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("stage by invitation");
  }
}
