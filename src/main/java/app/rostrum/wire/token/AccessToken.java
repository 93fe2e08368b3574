package app.rostrum.wire.token;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A Twilio access token: a JWT (RFC 7519) signed with HS256 by an API key's secret.
 *
 * @param keySid the API key that signed it ({@code iss})
 * @param accountSid the account ({@code sub})
 * @param grants the whole {@code grants} object, {@code identity} included
 */
public record AccessToken(
    String keySid, String accountSid, String identity, Instant expires, JsonObject grants) {
  static final int MAX_LENGTH = 8192;

  /** The number of a token that has none, as Twilio's have not. */
  public static final long UNNUMBERED = Long.MAX_VALUE;

  /** A reason to refuse a token, with Twilio's error code. */
  public enum Refusal {
    INVALID(20101),
    HEADER_INVALID(20102),
    ISSUER_INVALID(20103),
    EXPIRED(20104),
    NOT_YET_VALID(20105),
    GRANTS_INVALID(20106),
    SIGNATURE_INVALID(20107);

    private final int code;

    Refusal(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  /** Signals a token that is refused. */
  public static final class TokenException extends Exception {
    private static final long serialVersionUID = 1;
    private final Refusal refusal;

    public TokenException(Refusal refusal, String message) {
      super(message);
      this.refusal = refusal;
    }

    public Refusal refusal() {
      return refusal;
    }
  }

  /**
   * Verifies signature, issuer, times and identity.
   *
   * @param secretOfKey returns the secret of an API key SID; empty if the key is unknown
   */
  public static AccessToken verify(
      String jwt, Function<String, Optional<String>> secretOfKey, Instant now)
      throws TokenException {
    String[] parts = jwt.length() > MAX_LENGTH ? new String[0] : jwt.split("\\.", -1);
    if (parts.length != 3) {
      throw new TokenException(Refusal.INVALID, "not a JSON Web Token");
    }
    JsonObject header = decode(parts[0]);
    if (!"HS256".equals(text(header, "alg"))) {
      throw new TokenException(Refusal.HEADER_INVALID, "the algorithm is not HS256");
    }
    JsonObject claims = decode(parts[1]);
    String secret =
        secretOfKey
            .apply(text(claims, "iss"))
            .orElseThrow(() -> new TokenException(Refusal.ISSUER_INVALID, "unknown issuer"));
    if (!MessageDigest.isEqual(sign(parts[0] + "." + parts[1], secret), base64(parts[2]))) {
      throw new TokenException(Refusal.SIGNATURE_INVALID, "the signature does not match");
    }
    Instant expires = time(claims, "exp");
    if (!now.isBefore(expires)) {
      throw new TokenException(Refusal.EXPIRED, "the token has expired");
    }
    if (claims.has("nbf") && now.plusSeconds(60).isBefore(time(claims, "nbf"))) {
      throw new TokenException(Refusal.NOT_YET_VALID, "the token is not yet valid");
    }
    if (!(claims.get("grants") instanceof JsonObject grants)) {
      throw new TokenException(Refusal.GRANTS_INVALID, "the token has no grants");
    }
    String identity = text(grants, "identity");
    if (identity.isEmpty()) {
      throw new TokenException(Refusal.GRANTS_INVALID, "the token has no identity");
    }
    return new AccessToken(text(claims, "iss"), text(claims, "sub"), identity, expires, grants);
  }

  /** Returns a grant by name: video, data_sync, chat, player. */
  public Optional<JsonObject> grant(String name) {
    return grants.get(name) instanceof JsonObject grant ? Optional.of(grant) : Optional.empty();
  }

  /** Returns a text field of a grant; empty if it is absent or empty. */
  public Optional<String> grantField(String grant, String field) {
    return grant(grant).map(g -> text(g, field)).filter(v -> !v.isEmpty());
  }

  /**
   * Returns the number of the token, which grows with each token that a backend of ours issues; our
   * addition, in the grant {@code rostrum}.
   */
  public long number() {
    JsonElement number = grant("rostrum").map(g -> g.get("number")).orElse(null);
    if (number == null) {
      return UNNUMBERED;
    }
    try {
      return number.getAsBigDecimal().longValueExact();
    } catch (NumberFormatException
        | ArithmeticException
        | UnsupportedOperationException
        | IllegalStateException e) {
      return 0;
    }
  }

  /** Returns the expiry of a token without verifying it, so that a client can renew it in time. */
  public static Optional<Instant> readExpiry(String jwt) {
    String[] parts = jwt.length() > MAX_LENGTH ? new String[0] : jwt.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(time(decode(parts[1]), "exp"));
    } catch (TokenException e) {
      return Optional.empty();
    }
  }

  private static Instant time(JsonObject claims, String name) throws TokenException {
    JsonElement value = claims.get(name);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      throw new TokenException(Refusal.INVALID, "the claim " + name + " is not a time");
    }
    try {
      return Instant.ofEpochSecond(value.getAsBigDecimal().longValueExact());
    } catch (NumberFormatException | ArithmeticException | DateTimeException e) {
      throw new TokenException(Refusal.INVALID, "the claim " + name + " is not a time");
    }
  }

  private static String text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()
        ? value.getAsString()
        : "";
  }

  private static JsonObject decode(String part) throws TokenException {
    try {
      String json = new String(base64(part), StandardCharsets.UTF_8);
      if (JsonParser.parseString(json) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonParseException | StackOverflowError e) {
      // Reported below: a part that cannot be read is invalid, whatever the reason.
    }
    throw new TokenException(Refusal.INVALID, "a part of the token is not a JSON object");
  }

  private static byte[] base64(String part) throws TokenException {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw new TokenException(Refusal.INVALID, "a part of the token is not base64url");
    }
  }

  private static byte[] sign(String text, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
