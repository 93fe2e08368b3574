package app.rostrum.cloud.rooms;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs access tokens as a backend does. */
public final class TestTokens {
  public static final String ACCOUNT = "AC" + "0".repeat(32);
  static final String KEY = "SK" + "1".repeat(32);
  private static final String SECRET = "not a secret at all";

  private TestTokens() {}

  static Optional<String> secretOf(String key) {
    return key.equals(KEY) ? Optional.of(SECRET) : Optional.empty();
  }

  public static String video(String identity, String room) {
    return video(identity, room, Instant.now().plusSeconds(3600), SECRET);
  }

  public static String expired(String identity, String room) {
    return video(identity, room, Instant.now().minusSeconds(10), SECRET);
  }

  public static String expiring(String identity, String room, Instant at) {
    return video(identity, room, at, SECRET);
  }

  public static String forged(String identity, String room) {
    return video(identity, room, Instant.now().plusSeconds(3600), "guessed");
  }

  private static String video(String identity, String room, Instant expires, String secret) {
    var video = new JsonObject();
    if (!room.isEmpty()) {
      video.addProperty("room", room);
    }
    var grants = new JsonObject();
    grants.addProperty("identity", identity);
    grants.add("video", video);
    return sign(KEY, ACCOUNT, grants, expires, secret);
  }

  static String withoutVideo(String identity) {
    var grants = new JsonObject();
    grants.addProperty("identity", identity);
    return sign(KEY, ACCOUNT, grants, Instant.now().plusSeconds(60), SECRET);
  }

  static String ofStrangeKey(String identity) {
    var grants = new JsonObject();
    grants.addProperty("identity", identity);
    grants.add("video", new JsonObject());
    return sign("SKstrange", ACCOUNT, grants, Instant.now().plusSeconds(60), SECRET);
  }

  private static String sign(
      String key, String account, JsonObject grants, Instant expires, String secret) {
    var header = new JsonObject();
    header.addProperty("typ", "JWT");
    header.addProperty("alg", "HS256");
    header.addProperty("cty", "twilio-fpa;v=1");
    var claims = new JsonObject();
    claims.addProperty("iss", key);
    claims.addProperty("sub", account);
    claims.addProperty("exp", expires.getEpochSecond());
    claims.add("grants", grants);
    String text = encode(header.toString()) + "." + encode(claims.toString());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
