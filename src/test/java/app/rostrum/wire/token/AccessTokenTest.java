package app.rostrum.wire.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.rostrum.testing.Jwt;
import app.rostrum.wire.token.AccessToken.Refusal;
import app.rostrum.wire.token.AccessToken.TokenException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessTokenTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private static String claims(String times) {
    return "{\"iss\":\"SK1\",\"sub\":\"AC1\","
        + times
        + ",\"grants\":{\"identity\":\"Ada\",\"video\":{\"room\":\"Talk\"}}}";
  }

  private static AccessToken verify(String jwt) throws TokenException {
    return AccessToken.verify(
        jwt, key -> key.equals("SK1") ? Optional.of(SECRET) : Optional.empty(), NOW);
  }

  private static Refusal refusal(String jwt) {
    return catchThrowableOfType(TokenException.class, () -> verify(jwt)).refusal();
  }

  @Test
  void aValidTokenHasIdentityAndGrants() throws Exception {
    AccessToken token = verify(Jwt.of(Jwt.TWILIO_HEADER, claims("\"exp\":1800000001"), SECRET));
    assertThat(token.identity()).isEqualTo("Ada");
    assertThat(token.grantField("video", "room")).contains("Talk");
    assertThat(token.grant("chat")).isEmpty();
    assertThat(token.expires()).isEqualTo(NOW.plusSeconds(1));
  }

  @Test
  void aTokenBeyondTheLimitIsRefusedThoughItsSignatureIsRight() throws Exception {
    int padding = 5_000;
    String within = padded(padding);
    String beyond = padded(++padding);
    while (beyond.length() <= AccessToken.MAX_LENGTH) {
      within = beyond;
      beyond = padded(++padding);
    }
    assertThat(verify(within).identity()).isEqualTo("Ada");
    assertThat(refusal(beyond)).isEqualTo(Refusal.INVALID);
    assertThat(AccessToken.readExpiry(within)).contains(NOW.plusSeconds(1));
    assertThat(AccessToken.readExpiry(beyond)).isEmpty();
  }

  private static String padded(int padding) {
    return Jwt.of(
        Jwt.TWILIO_HEADER,
        claims("\"exp\":1800000001,\"pad\":\"" + "x".repeat(padding) + "\""),
        SECRET);
  }

  @Test
  void anEmptyFieldOfAGrantIsAbsent() throws Exception {
    AccessToken token =
        verify(Jwt.of(Jwt.TWILIO_HEADER, claims("\"exp\":1800000001").replace("Talk", ""), SECRET));
    assertThat(token.grantField("video", "room")).isEmpty();
  }

  @Test
  void eachFlawHasItsCode() throws Exception {
    assertThat(refusal("nonsense")).isEqualTo(Refusal.INVALID);
    assertThat(refusal("a.b.c")).isEqualTo(Refusal.INVALID);
    assertThat(refusal(Jwt.of("{\"alg\":\"none\"}", claims("\"exp\":1800000001"), SECRET)))
        .isEqualTo(Refusal.HEADER_INVALID);
    assertThat(
            refusal(
                Jwt.of(
                    Jwt.TWILIO_HEADER, claims("\"exp\":1800000001").replace("SK1", "SK2"), SECRET)))
        .isEqualTo(Refusal.ISSUER_INVALID);
    assertThat(refusal(Jwt.of(Jwt.TWILIO_HEADER, claims("\"exp\":1800000001"), "another secret")))
        .isEqualTo(Refusal.SIGNATURE_INVALID);
    assertThat(refusal(Jwt.of(Jwt.TWILIO_HEADER, claims("\"exp\":1800000000"), SECRET)))
        .isEqualTo(Refusal.EXPIRED);
    assertThat(
            refusal(
                Jwt.of(Jwt.TWILIO_HEADER, claims("\"exp\":1800009999,\"nbf\":1800000100"), SECRET)))
        .isEqualTo(Refusal.NOT_YET_VALID);
    assertThat(refusal(Jwt.of(Jwt.TWILIO_HEADER, claims("\"exp\":\"soon\""), SECRET)))
        .isEqualTo(Refusal.INVALID);
    assertThat(refusal(Jwt.of(Jwt.TWILIO_HEADER, claims("\"exp\":1e400"), SECRET)))
        .isEqualTo(Refusal.INVALID);
    assertThat(refusal(Jwt.of(Jwt.TWILIO_HEADER, claims("\"exp\":1e99999999999"), SECRET)))
        .isEqualTo(Refusal.INVALID);
    assertThat(refusal(Jwt.of(Jwt.TWILIO_HEADER, "{\"iss\":\"SK1\",\"exp\":1800000001}", SECRET)))
        .isEqualTo(Refusal.GRANTS_INVALID);
    assertThat(refusal(Jwt.of(Jwt.TWILIO_HEADER, "[".repeat(3000), SECRET)))
        .isEqualTo(Refusal.INVALID);
  }

  /** Twilio's error dictionary, 20101 to 20107. */
  @Test
  void theCodesAreTwilios() {
    assertThat(Refusal.values())
        .extracting(Refusal::code)
        .containsExactly(20101, 20102, 20103, 20104, 20105, 20106, 20107);
  }

  @Test
  void theClockOfTheSignerMayBeAMinuteAhead() throws Exception {
    String times = "\"exp\":1800009999,\"nbf\":";
    assertThat(verify(Jwt.of(Jwt.TWILIO_HEADER, claims(times + 1_800_000_060), SECRET)).identity())
        .isEqualTo("Ada");
    assertThat(refusal(Jwt.of(Jwt.TWILIO_HEADER, claims(times + 1_800_000_061), SECRET)))
        .isEqualTo(Refusal.NOT_YET_VALID);
  }

  @Test
  void theExpiryCanBeReadWithoutTheKey() throws Exception {
    assertThat(
            AccessToken.readExpiry(
                Jwt.of(Jwt.TWILIO_HEADER, claims("\"exp\":1800000001"), "whatever")))
        .contains(NOW.plusSeconds(1));
    assertThat(AccessToken.readExpiry("nonsense")).isEmpty();
  }
}
