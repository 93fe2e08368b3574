package app.rostrum.server;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.server.BackendHarness.Answer;
import com.google.gson.JsonParser;
import com.twilio.jwt.accesstoken.AccessToken;
import com.twilio.jwt.accesstoken.SyncGrant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Permissions of the calls, for which the passcode alone is not enough. */
@NullUnmarked
class AuthorityTest {
  private final FakeTwilio twilio = new FakeTwilio();
  private final BackendHarness api = new BackendHarness(twilio);
  private Answer host;
  private Answer bob;

  @BeforeEach
  void aStreamWithAListener() {
    host = api.create("Alice", "Java");
    bob = api.joinAsViewer("Bob", "Java", null);
    viewerConnected("Bob", bob.token());
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Answer viewerConnected(String identity, String token) {
    return api.call("/viewer-connected-to-player", BackendHarness.names(identity, "Java"), token);
  }

  private Answer hand(String identity, boolean raised, String token) {
    return api.call(
        "/raise-hand",
        "{\"user_identity\":\"%s\",\"stream_name\":\"Java\",\"hand_raised\":%b}"
            .formatted(identity, raised),
        token);
  }

  private Answer invite(String identity, String token) {
    return api.call(
        "/send-speaker-invite",
        "{\"user_identity\":\"%s\",\"room_sid\":\"%s\"}".formatted(identity, host.roomSid()),
        token);
  }

  private Answer remove(String identity, String token) {
    return api.call(
        "/remove-speaker",
        "{\"user_identity\":\"%s\",\"room_name\":\"Java\"}".formatted(identity),
        token);
  }

  private Answer delete(String token) {
    return api.call("/delete-stream", "{\"stream_name\":\"Java\"}", token);
  }

  private static void assertRefused(Answer answer, String message) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.message()).isEqualTo(message);
    assertThat(answer.explanation()).isNotBlank();
  }

  @Test
  void hostPowersNeedTheHostsToken() {
    twilio.connected.get(host.roomSid()).add("Carol");
    assertRefused(invite("Bob", null), "access token missing");
    assertRefused(invite("Bob", bob.token()), "not the host");
    assertRefused(remove("Carol", bob.token()), "not the host");
    assertRefused(remove("Carol", null), "access token missing");
    assertRefused(delete(bob.token()), "not the host");
    assertRefused(delete(null), "access token missing");
    assertThat(twilio.connected.get(host.roomSid())).contains("Carol");
    assertThat(invite("Bob", host.token()).status()).isEqualTo(200);
    assertThat(remove("Carol", host.token()).status()).isEqualTo(200);
    assertThat(delete(host.token()).status()).isEqualTo(200);
  }

  @Test
  void aClientThatSendsNoTokenLearnsWhichHeaderIsMissingAndWhichOptionDoesWithoutIt() {
    for (Answer refused :
        List.of(
            viewerConnected("Bob", null),
            hand("Bob", true, null),
            invite("Bob", null),
            remove("Bob", null),
            delete(null))) {
      assertRefused(refused, "access token missing");
      assertThat(refused.explanation()).contains("X-Twilio-Access-Token", "--trust-passcode");
    }
  }

  /** Twilio's helpers for other languages write down the time of issue; twilio-java's does not. */
  @Test
  void tokensSayWhenTheyWereIssued() {
    for (Answer joined : List.of(host, bob)) {
      var claims =
          JsonParser.parseString(
                  new String(
                      Base64.getUrlDecoder().decode(joined.token().split("\\.", -1)[1]),
                      StandardCharsets.UTF_8))
              .getAsJsonObject();
      long issued = claims.get("iat").getAsLong();
      assertThat(Instant.ofEpochSecond(issued)).isEqualTo(api.clock.instant().truncatedTo(SECONDS));
      assertThat(claims.get("exp").getAsLong() - issued).isEqualTo(4 * 3600);
      assertThat(claims.get("jti").getAsString())
          .isEqualTo(claims.get("iss").getAsString() + "-" + issued);
    }
  }

  @Test
  void actingAsAPersonNeedsTheirToken() {
    var carol = api.joinAsViewer("Carol", "Java", null);
    assertRefused(hand("Bob", true, carol.token()), "not that person");
    assertRefused(hand("Bob", true, host.token()), "not that person");
    assertRefused(hand("Bob", true, null), "access token missing");
    assertRefused(viewerConnected("Bob", carol.token()), "not that person");
    assertThat(hand("Bob", true, bob.token()).status()).isEqualTo(200);
    assertRefused(hand("Bob", false, carol.token()), "not the host");
    assertThat(twilio.serviceOf(host.roomSid()).maps.get("raised_hands")).containsKey("Bob");
  }

  @Test
  void theHostLowersAnothersHand() {
    hand("Bob", true, bob.token());
    assertThat(hand("Bob", false, host.token()).status()).isEqualTo(200);
    assertThat(twilio.serviceOf(host.roomSid()).maps.get("raised_hands")).isEmpty();
  }

  @Test
  void joiningUnderAPresentPersonsNameNeedsTheirToken() {
    var mallory = api.joinAsViewer("Mallory", "Java", null);
    assertRefused(api.joinAsViewer("Bob", "Java", null), "identity in use");
    assertRefused(api.joinAsSpeaker("Bob", "Java", null), "identity in use");
    assertRefused(api.joinAsSpeaker("Bob", "Java", mallory.token()), "identity in use");
    assertThat(api.joinAsSpeaker("Bob", "Java", bob.token()).status()).isEqualTo(200);

    twilio.connected.get(host.roomSid()).add("Carol"); // in the room, not yet in a list
    assertRefused(api.joinAsSpeaker("Carol", "Java", null), "identity in use");
  }

  @Test
  void theHostsNameIsReservedWhileTheHostIsAway() {
    api.roomEvent("participant-disconnected", host.roomSid(), "Alice");
    assertRefused(api.joinAsSpeaker("Alice", "Java", null), "identity in use");
    assertRefused(api.joinAsViewer("Alice", "Java", bob.token()), "identity in use");
    assertThat(api.joinAsSpeaker("Alice", "Java", host.token()).status()).isEqualTo(200);
  }

  @Test
  void aNameIsFreeOnceItsOwnerHasLeft() {
    api.webhook(
        "/sync-webhook",
        Map.of(
            "EventType",
            "endpoint_disconnected",
            "ServiceSid",
            twilio.sidOfService(host.roomSid()),
            "Identity",
            "Bob"));
    assertThat(api.joinAsViewer("Bob", "Java", null).status()).isEqualTo(200);
  }

  @Test
  void forgedExpiredAndForeignTokensAreRefused() {
    String forged = bob.token().substring(0, bob.token().length() - 4) + "AAAA";
    assertRefused(hand("Bob", true, forged), "access token invalid");
    assertRefused(hand("Bob", true, "rubbish"), "access token invalid");
    assertRefused(hand("Bob", true, "a.b.c"), "access token invalid");
    assertRefused(hand("Bob", true, ""), "access token invalid");
    assertRefused(hand("Bob", true, "x".repeat(100_000)), "access token invalid");

    var foreign = api.create("Bob", "Jazz");
    assertRefused(hand("Bob", true, foreign.token()), "access token of another stream");
    assertRefused(
        api.joinAsViewer("Bob", "Java", foreign.token()), "access token of another stream");

    api.clock.advance(Duration.ofHours(4).plusMinutes(1));
    assertRefused(hand("Bob", true, bob.token()), "access token expired");
    assertRefused(delete(host.token()), "access token expired");
  }

  @Test
  void anExpiredTokenProvesNothingAndDoesNotPreventJoining() {
    var carol = api.joinAsViewer("Carol", "Java", null);
    api.clock.advance(Duration.ofHours(5));
    assertThat(api.joinAsViewer("Carol", "Java", carol.token()).status()).isEqualTo(200);
    assertRefused(api.joinAsViewer("Bob", "Java", bob.token()), "identity in use");
    assertRefused(api.joinAsSpeaker("Alice", "Java", host.token()), "identity in use");
  }

  @Test
  void aTokenOfAnotherAccountWithOurKeyIsRefused() {
    String other = "AC99999999999999999999999999999999";
    String token = token(other, BackendHarness.KEY).identity("Bob").build().toJwt();
    assertRefused(hand("Bob", true, token), "access token invalid");
  }

  @Test
  void aTokenOfAnUnknownKeyOrNotYetValidOrOfNobodyIsRefused() {
    String key = "SK99999999999999999999999999999999";
    String foreign = token(FakeTwilio.ACCOUNT, key).identity("Bob").build().toJwt();
    assertRefused(hand("Bob", true, foreign), "access token invalid");
    var tomorrow = Date.from(api.clock.instant().plus(Duration.ofDays(1)));
    var early = token(FakeTwilio.ACCOUNT, BackendHarness.KEY).identity("Bob").nbf(tomorrow);
    assertRefused(hand("Bob", true, early.ttl(172_800).build().toJwt()), "access token invalid");
    String nobody = token(FakeTwilio.ACCOUNT, BackendHarness.KEY).build().toJwt();
    assertRefused(hand("Bob", true, nobody), "access token invalid");
    String genuine = token(FakeTwilio.ACCOUNT, BackendHarness.KEY).identity("Bob").build().toJwt();
    assertThat(hand("Bob", true, genuine).status()).isEqualTo(200);
  }

  private AccessToken.Builder token(String account, String key) {
    return new AccessToken.Builder(
            account, key, BackendHarness.SECRET.getBytes(StandardCharsets.UTF_8))
        .grant(new SyncGrant().setServiceSid(twilio.sidOfService(host.roomSid())));
  }

  @Test
  void aStageByInvitationIsOpenToTheInvitedAndTheHostOnly() {
    var jazz =
        api.call(
            "/create-stream",
            "{\"user_identity\":\"Dora\",\"stream_name\":\"Jazz\",\"open_stage\":false}");
    assertRefused(api.joinAsSpeaker("Eve", "Jazz", null), "stage by invitation");
    assertThat(twilio.serviceOf(jazz.roomSid()).documents)
        .containsOnlyKeys("stream", "reactions", "captions");
    var eve = api.joinAsViewer("Eve", "Jazz", null);
    assertRefused(api.joinAsSpeaker("Eve", "Jazz", eve.token()), "stage by invitation");
    assertThat(
            api.call(
                    "/send-speaker-invite",
                    "{\"user_identity\":\"Eve\",\"room_sid\":\"%s\"}".formatted(jazz.roomSid()),
                    jazz.token())
                .status())
        .isEqualTo(200);
    assertRefused(api.joinAsSpeaker("Eve", "Jazz", null), "identity in use");
    var speaker = api.joinAsSpeaker("Eve", "Jazz", eve.token());
    assertThat(speaker.status()).isEqualTo(200);
    // A speaker whose connection broke comes back on stage; one who went to the audience does not.
    assertThat(api.joinAsSpeaker("Eve", "Jazz", speaker.token()).status()).isEqualTo(200);
    var again = api.joinAsViewer("Eve", "Jazz", speaker.token());
    assertRefused(api.joinAsSpeaker("Eve", "Jazz", again.token()), "stage by invitation");
    assertThat(api.joinAsSpeaker("Dora", "Jazz", jazz.token()).status()).isEqualTo(200);
  }

  @Test
  void trustingThePasscodeRestoresTheReferencesBehaviour() {
    try (var trusting = new BackendHarness(twilio, true)) {
      trusting.joinAsViewer("Bob", "Java", null);
      String named = "{\"user_identity\":\"Bob\",\"stream_name\":\"Java\",\"hand_raised\":true}";
      assertThat(trusting.call("/raise-hand", named).status()).isEqualTo(200);
      assertThat(
              trusting
                  .call(
                      "/send-speaker-invite",
                      "{\"user_identity\":\"Bob\",\"room_sid\":\"%s\"}".formatted(host.roomSid()))
                  .status())
          .isEqualTo(200);
      assertThat(trusting.joinAsSpeaker("Bob", "Java", null).status()).isEqualTo(200);
      assertThat(trusting.joinAsSpeaker("Alice", "Java", null).status()).isEqualTo(200);
      assertThat(trusting.call("/delete-stream", "{\"stream_name\":\"Java\"}").status())
          .isEqualTo(200);
    }
  }

  @Test
  void trustingThePasscodeStillKeepsAStageByInvitationForTheInvited() {
    try (var trusting = new BackendHarness(twilio, true)) {
      var jazz =
          trusting.call(
              "/create-stream",
              "{\"user_identity\":\"Dora\",\"stream_name\":\"Jazz\",\"open_stage\":false}");
      trusting.joinAsViewer("Eve", "Jazz", null);
      assertRefused(trusting.joinAsSpeaker("Eve", "Jazz", null), "stage by invitation");
      trusting.call(
          "/send-speaker-invite",
          "{\"user_identity\":\"Eve\",\"room_sid\":\"%s\"}".formatted(jazz.roomSid()));
      assertThat(trusting.joinAsSpeaker("Eve", "Jazz", null).status()).isEqualTo(200);
    }
  }
}
