package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.testing.ManualClock;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.twilio.http.TwilioRestClient;
import com.twilio.security.RequestValidator;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullUnmarked;

/** A backend on a given cloud, called as by a client. */
@NullUnmarked
final class BackendHarness implements AutoCloseable {
  static final String KEY = "SK00000000000000000000000000000002";
  static final String SECRET = "0123456789abcdef0123456789abcdef";
  static final URI PUBLIC = URI.create("http://backend.test:8080");

  /** Passcodes kept in memory. */
  static final class KeptPasscodes implements PasscodeStore {
    volatile List<IssuedPasscode> kept = List.of();

    @Override
    public List<IssuedPasscode> load() {
      return kept;
    }

    @Override
    public void save(List<IssuedPasscode> passcodes) {
      kept = List.copyOf(passcodes);
    }
  }

  final ManualClock clock = new ManualClock(Instant.now());
  final KeptPasscodes passcodes = new KeptPasscodes();
  final ReferenceBackend backend;
  private final HttpHandler cloud;
  private final int mostAbsent;
  String address = "192.0.2.1";
  volatile Supplier<URI> publicUrl = () -> PUBLIC;

  BackendHarness(HttpHandler cloud) {
    this(cloud, false);
  }

  BackendHarness(HttpHandler cloud, boolean trustPasscode) {
    this(cloud, trustPasscode, 20_000);
  }

  BackendHarness(HttpHandler cloud, boolean trustPasscode, int mostAbsent) {
    this.cloud = cloud;
    this.mostAbsent = mostAbsent;
    backend = ReferenceBackend.onCloud(settings(trustPasscode), cloud);
    backend.prepare();
  }

  BackendSettings settings(boolean trustPasscode) {
    return new BackendSettings(
        FakeTwilio.ACCOUNT,
        FakeTwilio.AUTH_TOKEN,
        KEY,
        SECRET,
        () -> publicUrl.get(),
        passcodes,
        Duration.ofHours(12),
        trustPasscode,
        Optional.of(new BackendSettings.ServiceEndpoints("/signaling", "/v3/wsconnect", "/whep/")),
        Optional.empty(),
        false,
        mostAbsent,
        clock,
        new Random(3));
  }

  Authority authority() {
    var api =
        new TwilioApi(
            new TwilioRestClient.Builder(FakeTwilio.ACCOUNT, FakeTwilio.AUTH_TOKEN)
                .httpClient(new InProcessHttpClient(cloud))
                .build());
    return new Authority(settings(false), new UserDocuments(new SyncApi(api)));
  }

  /** An answer: the status and the JSON object. */
  record Answer(int status, JsonObject body, Map<String, String> headers) {
    String message() {
      return body.getAsJsonObject("error").get("message").getAsString();
    }

    String explanation() {
      return body.getAsJsonObject("error").get("explanation").getAsString();
    }

    String token() {
      return body.get("token").getAsString();
    }

    String roomSid() {
      return body.get("room_sid").getAsString();
    }
  }

  Answer call(String path, String json) {
    return call(path, json, null);
  }

  Answer call(String path, String json, String token) {
    return send("POST", path, json.getBytes(StandardCharsets.UTF_8), token, passcode());
  }

  Answer send(String method, String path, byte[] body, String token, String passcode) {
    var headers = new HashMap<String, String>();
    headers.put("host", "backend.test:8080");
    if (passcode != null) {
      headers.put("authorization", passcode);
    }
    if (token != null) {
      headers.put("x-twilio-access-token", token);
    }
    return answer(new HttpRequest(method, "backend.test", path, Map.of(), headers, body, address));
  }

  Answer answer(HttpRequest request) {
    HttpResponse response = backend.handle(request);
    assertThat(response.headers()).containsEntry("Content-Type", "application/json");
    return new Answer(
        response.status(),
        JsonParser.parseString(response.text()).getAsJsonObject(),
        response.headers());
  }

  String passcode() {
    return backend.passcode().digits();
  }

  Answer create(String identity, String stream) {
    return call("/create-stream", names(identity, stream));
  }

  Answer joinAsSpeaker(String identity, String stream, String token) {
    return call("/join-stream-as-speaker", names(identity, stream), token);
  }

  Answer joinAsViewer(String identity, String stream, String token) {
    return call("/join-stream-as-viewer", names(identity, stream), token);
  }

  Answer webhook(String path, Map<String, String> form) {
    return webhook(path, form, sign(PUBLIC + path, form));
  }

  Answer webhook(String path, Map<String, String> form, String signature) {
    String body =
        form.entrySet().stream()
            .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
            .collect(Collectors.joining("&"));
    return answer(
        new HttpRequest(
            "POST",
            "backend.test",
            path,
            Map.of(),
            Map.of("host", "internal:1", "x-twilio-signature", signature),
            body.getBytes(StandardCharsets.UTF_8),
            "127.0.0.1"));
  }

  Answer roomEvent(String event, String roomSid, String identity) {
    var form = new TreeMap<String, String>();
    form.put("StatusCallbackEvent", event);
    form.put("RoomSid", roomSid);
    if (identity != null) {
      form.put("ParticipantIdentity", identity);
    }
    return webhook("/rooms-webhook", form);
  }

  static String sign(String url, Map<String, String> form) {
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(
          new SecretKeySpec(FakeTwilio.AUTH_TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      var text = new StringBuilder(url);
      new TreeMap<>(form).forEach((name, value) -> text.append(name).append(value));
      String signature =
          Base64.getEncoder()
              .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
      assertThat(new RequestValidator(FakeTwilio.AUTH_TOKEN).validate(url, form, signature))
          .isTrue();
      return signature;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String names(String identity, String stream) {
    var body = new JsonObject();
    body.addProperty("user_identity", identity);
    body.addProperty("stream_name", stream);
    return body.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    backend.close();
  }

  /** Raises a hand in the stream "Java". */
  Answer raiseHand(String identity, String token) {
    return call(
        "/raise-hand",
        "{\"user_identity\":\"%s\",\"stream_name\":\"Java\",\"hand_raised\":true}"
            .formatted(identity),
        token);
  }
}
