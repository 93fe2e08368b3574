package app.rostrum.cloud.rooms;

import app.rostrum.testing.Jwt;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Optional;

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
    var claims = new JsonObject();
    claims.addProperty("iss", key);
    claims.addProperty("sub", account);
    claims.addProperty("exp", expires.getEpochSecond());
    claims.add("grants", grants);
    return Jwt.of(Jwt.TWILIO_HEADER, claims.toString(), secret);
  }
}
