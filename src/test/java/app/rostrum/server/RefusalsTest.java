package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.web.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals of bad input, in the API's shape. */
@NullUnmarked
class RefusalsTest {
  private final FakeTwilio twilio = new FakeTwilio();
  private final BackendHarness api = new BackendHarness(twilio);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void unknownPathsAreNotFound() {
    for (String path :
        List.of("/", "/create-streams", "/create-stream/", "/../x", "/favicon.ico")) {
      var answer = api.call(path, "{}");
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.message()).isEqualTo("not found");
    }
  }

  @Test
  void theMethodDoesNotMatterButAParameterDoes() {
    byte[] body = BackendHarness.names("Alice", "Java").getBytes(StandardCharsets.UTF_8);
    assertThat(api.send("PUT", "/create-stream", body, null, api.passcode()).status())
        .isEqualTo(200);
    var get = api.send("GET", "/create-stream", new byte[0], null, api.passcode());
    assertThat(get.status()).isEqualTo(400);
    assertThat(get.message()).isEqualTo("missing user_identity");
    assertThat(get.explanation()).isEqualTo("The user_identity parameter is missing.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/create-stream | {} | missing user_identity",
        "/create-stream | {\"user_identity\":\"A\"} | missing stream_name",
        "/create-stream | {\"user_identity\":null,\"stream_name\":\"J\"} | missing user_identity",
        "/create-stream | {\"user_identity\":\"  \",\"stream_name\":\"J\"} | missing user_identity",
        "/create-stream | {\"user_identity\":7,\"stream_name\":\"J\"} | invalid user_identity",
        "/create-stream | {\"user_identity\":[\"A\"],\"stream_name\":\"J\"} | invalid"
            + " user_identity",
        "/create-stream | {\"user_identity\":\"A\",\"stream_name\":{}} | invalid stream_name",
        "/create-stream | {\"user_identity\":\"A\\u0007\",\"stream_name\":\"J\"} | invalid"
            + " user_identity",
        "/create-stream | {\"user_identity\":\"A\",\"stream_name\":\"J\\n"
            + "K\"} | invalid stream_name",
        "/create-stream | {\"user_identity\":\"A\\ud800\",\"stream_name\":\"J\"} | invalid body",
        "/create-stream | {\"user_identity\":\"A\\ufdd0\",\"stream_name\":\"J\"} | invalid"
            + " user_identity",
        "/create-stream | {\"user_identity\":\"A\",\"stream_name\":\"..\"} | invalid stream_name",
        "/create-stream |"
            + " {\"user_identity\":\"A\",\"stream_name\":\"RM00000000000000000000000000000000\"} |"
            + " invalid stream_name",
        "/create-stream | {\"user_identity\":\"A\",\"stream_name\":\"J\",\"open_stage\":\"yes\"} |"
            + " invalid open_stage",
        "/join-stream-as-speaker | {\"stream_name\":\"J\"} | missing user_identity",
        "/join-stream-as-viewer | {\"user_identity\":\"A\"} | missing stream_name",
        "/viewer-connected-to-player | {\"user_identity\":\"A\"} | missing stream_name",
        "/raise-hand | {\"user_identity\":\"A\",\"stream_name\":\"J\"} | missing hand_raised",
        "/raise-hand | {\"user_identity\":\"A\",\"stream_name\":\"J\",\"hand_raised\":1} | invalid"
            + " hand_raised",
        "/remove-speaker | {\"user_identity\":\"A\"} | missing room_name",
        "/send-speaker-invite | {\"user_identity\":\"A\"} | missing room_sid",
        "/send-speaker-invite | {\"user_identity\":\"A\",\"room_sid\":\"../x\"} | invalid room_sid",
        "/delete-stream | {} | missing stream_name",
      })
  void missingAndWrongParametersAreRefused(String path, String body, String message) {
    var answer = api.call(path, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo(message);
    assertThat(answer.explanation()).isNotBlank();
    assertThat(twilio.rooms).isEmpty();
  }

  @Test
  void namesHaveOneTo128CharactersAndAreTrimmed() {
    assertThat(api.create("  Alice ", " " + "é".repeat(128) + " ").status()).isEqualTo(200);
    assertThat(twilio.rooms.values().iterator().next().get("unique_name").getAsString())
        .isEqualTo("é".repeat(128));
    assertThat(api.create("Alice", "x".repeat(129)).message()).isEqualTo("invalid stream_name");
    assertThat(api.create("x".repeat(129), "Java").message()).isEqualTo("invalid user_identity");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "[]",
        "\"text\"",
        "{",
        "{\"user_identity\":\"A\"} x",
        "{'a':1}",
        "{a:1}",
        "null",
        "user_identity=A&stream_name=B",
        "{\"a\":NaN}",
        "\u0000"
      })
  void bodiesOtherThanAJsonObjectAreRefused(String body) {
    var answer = api.call("/create-stream", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("invalid body");
  }

  @Test
  void deeplyNestedAndNonUtf8BodiesAreRefused() {
    assertThat(api.call("/create-stream", "{\"a\":" + "[".repeat(20_000)).message())
        .isEqualTo("invalid body");
    byte[] latin1 = "{\"user_identity\":\"Zo\u00eb\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(api.send("POST", "/create-stream", latin1, null, api.passcode()).message())
        .isEqualTo("invalid body");
  }

  @Test
  void bodiesOver64KibAreRefused() {
    String largest = "{}" + " ".repeat(64 * 1024 - 2);
    assertThat(api.call("/verify-passcode", largest).status()).isEqualTo(200);
    var answer = api.call("/verify-passcode", largest + " ");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.message()).isEqualTo("body too large");
    byte[] form = new byte[64 * 1024];
    assertThat(api.send("POST", "/rooms-webhook", form, null, null).status()).isEqualTo(403);
    byte[] larger = new byte[64 * 1024 + 1];
    assertThat(api.send("POST", "/rooms-webhook", larger, null, null).status()).isEqualTo(413);
  }

  @Test
  void aWrongPasscodeIsRefused() {
    for (String wrong : new String[] {null, "", "00000000000000", api.passcode() + "1"}) {
      api.address = "192.0.2." + (wrong == null ? 0 : wrong.length());
      var answer = api.send("POST", "/verify-passcode", new byte[0], null, wrong);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.message()).isEqualTo("passcode incorrect");
    }
    String spaced = api.passcode().replaceAll("(\\d{3})", "$1 ");
    assertThat(api.send("POST", "/verify-passcode", new byte[0], null, spaced).status())
        .isEqualTo(200);
  }

  private BackendHarness.Answer verify(String passcode) {
    return api.send("POST", "/verify-passcode", new byte[0], null, passcode);
  }

  @Test
  void aPasscodeIsRenewedADayBeforeItEndsAndIsGoodUntilThen() {
    String first = api.passcode();
    api.clock.advance(Duration.ofDays(6).minusSeconds(1));
    assertThat(api.backend.renewPasscodeIfDue()).isFalse();
    api.clock.advance(Duration.ofSeconds(1));
    assertThat(api.backend.renewPasscodeIfDue()).isTrue();
    assertThat(api.backend.renewPasscodeIfDue()).isFalse();
    String second = api.passcode();
    assertThat(second.substring(0, 6)).isNotEqualTo(first.substring(0, 6));
    assertThat(second.substring(6)).isNotEqualTo(first.substring(6));
    api.clock.advance(Duration.ofDays(1).minusSeconds(1));
    assertThat(verify(first).status()).isEqualTo(200);
    assertThat(verify(second).status()).isEqualTo(200);
    assertThat(api.backend.passcodes()).hasSize(2);
    api.clock.advance(Duration.ofSeconds(1));
    assertThat(verify(second).status()).isEqualTo(200);
    assertThat(verify(first).status()).isEqualTo(401);
    assertThat(verify(first).message()).isEqualTo("passcode expired");
    assertThat(api.backend.passcodes()).hasSize(1);
    api.clock.advance(Duration.ofDays(5));
    assertThat(api.backend.renewPasscodeIfDue()).isTrue();
    assertThat(verify(first).message()).isEqualTo("passcode incorrect");
  }

  @Test
  void anExpiredPasscodeDoesNotMakeAnAddressKnown() {
    String expired = api.passcode();
    api.clock.advance(Duration.ofDays(7));
    assertThat(api.backend.renewPasscodeIfDue()).isTrue();
    String own = api.address;
    api.address = "198.51.100.7";
    assertThat(verify(expired).message()).isEqualTo("passcode expired");
    for (int i = 0; i < 101; i++) {
      api.address = "203.0.113." + i;
      assertThat(verify("00000000000000").status()).isEqualTo(401);
    }
    api.address = "198.51.100.7";
    assertThat(verify(api.passcode()).status()).isEqualTo(429);
    api.address = own;
  }

  @Test
  void passcodesSurviveARestartUntilTheyEnd() {
    String first = api.passcode();
    assertThat(restarted().current().digits()).isEqualTo(first);
    api.clock.advance(Duration.ofDays(6));
    assertThat(api.backend.renewPasscodeIfDue()).isTrue();
    PasscodeGate gate = restarted();
    assertThat(gate.current().digits()).isEqualTo(api.passcode());
    assertThat(gate.valid()).extracting(IssuedPasscode::digits).contains(first).hasSize(2);
    api.clock.advance(Duration.ofDays(8));
    PasscodeGate later = restarted();
    assertThat(later.valid()).containsExactly(later.current());
    assertThat(later.current().digits()).isNotEqualTo(api.passcode());
    assertThat(api.passcodes.kept).hasSize(2).startsWith(later.current());
  }

  private PasscodeGate restarted() {
    return new PasscodeGate(api.passcodes, api.authority(), api.clock, new Random(9));
  }

  @Test
  void passcodesAndSettingsPrintNoSecrets() {
    var passcode = new IssuedPasscode("12345678901234", Instant.parse("2026-03-01T10:00:00Z"));
    assertThat(passcode).hasToString("IssuedPasscode[until 2026-03-08T10:00:00Z]");
    assertThat(api.settings(false)).hasToString("BackendSettings[" + FakeTwilio.ACCOUNT + "]");
  }

  @Test
  void afterFiveWrongPasscodesAnAddressWaitsAMinuteAndOthersDoNot() {
    for (int i = 0; i < 5; i++) {
      var wrong = api.send("POST", "/verify-passcode", new byte[0], null, "00000000000000");
      assertThat(wrong.status()).isEqualTo(401);
      api.clock.advance(Duration.ofSeconds(2));
    }
    var waiting = api.call("/verify-passcode", "{}");
    assertThat(waiting.status()).isEqualTo(429);
    assertThat(waiting.message()).isEqualTo("too many attempts");
    assertThat(Integer.parseInt(waiting.headers().get("Retry-After"))).isBetween(49, 51);
    api.address = "192.0.2.2";
    assertThat(api.call("/verify-passcode", "{}").status()).isEqualTo(200);
    api.address = "192.0.2.1";
    api.clock.advance(Duration.ofSeconds(51));
    assertThat(api.call("/verify-passcode", "{}").status()).isEqualTo(200);
  }

  @Test
  void requestsWithoutAPasscodeAreNoGuesses() {
    for (String method : List.of("POST", "GET", "OPTIONS", "GET", "GET", "GET", "POST")) {
      var answer = api.send(method, "/verify-passcode", new byte[0], null, null);
      assertThat(answer.status()).isEqualTo(401);
    }
    assertThat(api.call("/verify-passcode", "{}").status()).isEqualTo(200);
  }

  @Test
  void pagesOfOtherOriginsReadErrorsAsTheyReadSuccesses() {
    for (String path : List.of("/verify-passcode", "/create-stream", "/hls/VJ1/main.m3u8")) {
      assertThat(api.call(path, "{}").headers())
          .as(path)
          .containsEntry("Access-Control-Allow-Origin", "*");
    }
    for (int status : List.of(400, 403, 404, 408, 413, 431, 500, 503)) {
      assertThat(api.backend.refusal(status, request("GET", "/", Map.of())).headers())
          .as(String.valueOf(status))
          .containsEntry("Access-Control-Allow-Origin", "*");
    }
    for (int i = 0; i < 6; i++) {
      var unused = api.send("POST", "/verify-passcode", new byte[0], null, "00000000000000");
    }
    var held = api.call("/verify-passcode", "{}");
    assertThat(held.status()).isEqualTo(429);
    assertThat(held.headers())
        .containsEntry("Access-Control-Allow-Origin", "*")
        .containsEntry("Access-Control-Expose-Headers", "Retry-After");
  }

  @Test
  void aPreflightAllowsWhatClientsSend() {
    var answer =
        api.backend.handle(
            request(
                "OPTIONS",
                "/create-stream",
                Map.of(
                    "origin",
                    "https://page.example",
                    "access-control-request-method",
                    "POST",
                    "access-control-request-headers",
                    "authorization,content-type,x-twilio-access-token")));
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headers())
        .containsEntry("Access-Control-Allow-Origin", "*")
        .containsEntry("Access-Control-Allow-Methods", "OPTIONS, GET, POST")
        .containsEntry(
            "Access-Control-Allow-Headers", "Authorization, Content-Type, X-Twilio-Access-Token");
  }

  private static HttpRequest request(String method, String path, Map<String, String> headers) {
    return new HttpRequest(
        method, "backend.test", path, Map.of(), headers, new byte[0], "192.0.2.1");
  }

  @Test
  void thePasscodeTogetherWithATokenIsNeverHeldBack() {
    String token = api.create("Alice", "Java").token();
    for (int i = 0; i < 6; i++) {
      var unused = api.send("POST", "/verify-passcode", new byte[0], token, "00000000000000");
    }
    assertThat(api.call("/verify-passcode", "{}").status()).isEqualTo(429);
    assertThat(api.call("/verify-passcode", "{}", token + "x").status()).isEqualTo(429);
    assertThat(api.call("/verify-passcode", "{}", token).status()).isEqualTo(200);
    var wrong = api.send("POST", "/verify-passcode", new byte[0], token, "00000000000000");
    assertThat(wrong.status()).isEqualTo(429);
  }

  @Test
  void guessesFromManyAddressesSlowDownAndKnownAddressesDoNot() {
    var limiter = new AttemptLimiter(api.clock);
    limiter.succeeded("192.0.2.7");
    int guesses = 0;
    for (int second = 0; second < 600; second++) {
      for (int address = 0; address < 20; address++) {
        String stranger = "10.1." + second % 30 + "." + address;
        if (limiter.wait(stranger).isEmpty()) {
          limiter.failed(stranger);
          guesses++;
        }
      }
      api.clock.advance(Duration.ofSeconds(1));
    }
    assertThat(guesses).isBetween(100, 220);
    assertThat(limiter.wait("192.0.2.7")).isEmpty();
    assertThat(limiter.wait("203.0.113.1")).isPresent();
    api.clock.advance(Duration.ofMinutes(1));
    assertThat(limiter.wait("203.0.113.1")).isEmpty();
  }

  @Test
  void theAddressesOfOneIpv6NetworkCountAsOne() {
    var limiter = new AttemptLimiter(api.clock);
    for (int i = 0; i < 5; i++) {
      limiter.failed("2001:db8:0:1::" + i);
    }
    assertThat(limiter.wait("2001:db8:0:1:ffff::9")).isPresent();
    assertThat(limiter.wait("2001:db8:0:2::1")).isEmpty();
  }

  @Test
  void manyGuessesAtOnceAreCountedOneByOne() {
    long guesses =
        IntStream.range(0, 200)
            .parallel()
            .map(
                i ->
                    api.send(
                            "POST",
                            "/verify-passcode",
                            new byte[0],
                            null,
                            "" + (10000000000000L + i))
                        .status())
            .filter(status -> status == 401)
            .count();
    assertThat(guesses).isEqualTo(5);
  }

  @Test
  void theLimiterForgetsUnderAFloodOfAddresses() {
    var limiter = new AttemptLimiter(api.clock);
    for (int address = 0; address < 50_000; address++) {
      limiter.failed("10.0." + address);
    }
    for (int i = 0; i < 5; i++) {
      limiter.failed("mallory");
    }
    api.clock.advance(Duration.ofSeconds(59));
    assertThat(limiter.wait("mallory")).isPresent();
    limiter.succeeded("10.0.1");
    assertThat(limiter.wait("10.0.1")).isEmpty();
  }

  @Test
  void aMissingStreamIsNotFoundByAnyCall() {
    String named = BackendHarness.names("Bob", "Nothing");
    for (String path :
        List.of(
            "/join-stream-as-speaker", "/join-stream-as-viewer", "/viewer-connected-to-player")) {
      var answer = api.call(path, named);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.message()).isEqualTo("error finding room");
    }
    assertThat(
            api.call(
                    "/raise-hand",
                    "{\"user_identity\":\"B\",\"stream_name\":\"N\",\"hand_raised\":true}")
                .message())
        .isEqualTo("error finding room");
    assertThat(
            api.call(
                    "/send-speaker-invite",
                    "{\"user_identity\":\"B\",\"room_sid\":\"RM%s\"}".formatted("0".repeat(32)))
                .message())
        .isEqualTo("error finding room");
    assertThat(api.call("/delete-stream", "{\"stream_name\":\"N\"}").message())
        .isEqualTo("error deleting stream");
  }

  @Test
  void theServicesOwnWordsAreNotPassedOn() {
    api.create("Alice", "Java");
    twilio.breakWhere(line -> line.contains("/Documents"));
    var answer = api.joinAsViewer("Bob", "Java", null);
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.message()).isEqualTo("error creating user document");
    assertThat(answer.body().toString()).doesNotContain("broken").doesNotContain("Twilio");
  }

  @ParameterizedTest
  @CsvSource({
    "GET video.twilio.com/v1/Rooms/Java, error finding room",
    "Maps/speakers/Permissions, error adding read access to speakers map",
    "Maps/viewers/Permissions, error adding read access to viewers map",
    "Maps/raised_hands/Permissions, error adding read access to raised hands map",
    "Documents/user-Bob/Permissions, error adding read access to user document",
    "/PlaybackGrant, error getting playback grant",
  })
  void eachStepOfJoiningHasItsMessage(String broken, String message) {
    api.create("Alice", "Java");
    twilio.breakWhere(
        line -> line.contains(broken) && !line.startsWith("GET video.twilio.com/v1/Rooms/RM"));
    var answer = api.joinAsViewer("Bob", "Java", null);
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.message()).isEqualTo(message);
  }
}
