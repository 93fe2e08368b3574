package app.rostrum.server;

import com.twilio.jwt.Jwt;
import io.jsonwebtoken.Jwts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/**
 * An access token as Twilio's helper libraries make it. The one of twilio-java lacks the time of
 * issue ({@code iat}, RFC 7519), which those of the other helpers have.
 */
final class IssuedToken extends Jwt {
  static final Duration LIFETIME = Duration.ofHours(4);

  private final BackendSettings settings;
  private final Instant issued;
  private final Map<String, Object> grants;

  /**
   * @param grants by name, the identity among them
   */
  IssuedToken(BackendSettings settings, Instant issued, Map<String, Object> grants) {
    super(
        Jwts.SIG.HS256,
        settings.apiKeySecret().getBytes(StandardCharsets.UTF_8),
        settings.apiKeySid(),
        Date.from(issued.plus(LIFETIME)));
    this.settings = settings;
    this.issued = issued;
    this.grants = grants;
  }

  @Override
  public String getId() {
    return settings.apiKeySid() + "-" + issued.getEpochSecond();
  }

  @Override
  public String getSubject() {
    return settings.accountSid();
  }

  @Override
  public Map<String, Object> getHeaders() {
    return Map.of("cty", "twilio-fpa;v=1");
  }

  @Override
  public Map<String, Object> getClaims() {
    return Map.of("iat", Date.from(issued), "grants", grants);
  }
}
