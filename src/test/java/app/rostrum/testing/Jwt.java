package app.rostrum.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** JSON Web Tokens (RFC 7519) signed with HS256, made from any text, well-formed or not. */
public final class Jwt {
  /** The header of Twilio's access tokens. */
  public static final String TWILIO_HEADER =
      "{\"typ\":\"JWT\",\"alg\":\"HS256\",\"cty\":\"twilio-fpa;v=1\"}";

  private Jwt() {}

  /** Returns a signed token with these texts as header and claims. */
  public static String of(String header, String claims, String secret) {
    return signed(encode(header) + "." + encode(claims), secret);
  }

  /** Returns a token's two encoded parts with their signature. */
  public static String signed(String parts, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return parts + "." + encode(mac.doFinal(parts.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns a text in base64url without padding. */
  public static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
