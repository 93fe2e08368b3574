package app.rostrum.cloud.live;

import app.rostrum.testing.Jwt;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** Access tokens for players. */
final class Tokens {
  static final String KEY = "SK00000000000000000000000000000001";
  private static final String SECRET = "a secret for tests";

  private Tokens() {}

  static Optional<String> secretOf(String key) {
    return key.equals(KEY) ? Optional.of(SECRET) : Optional.empty();
  }

  static String player(String streamerSid, Instant expires) {
    return player(streamerSid, expires, SECRET);
  }

  static String player(String streamerSid, Instant expires, String secret) {
    return sign(grants("listener", streamerSid), expires, secret);
  }

  /** Returns a token with a number, as our backend issues them. */
  static String numbered(String identity, long number, String streamerSid, Instant expires) {
    JsonObject grants = grants(identity, streamerSid);
    var numbered = new JsonObject();
    numbered.addProperty("number", number);
    grants.add("rostrum", numbered);
    return sign(grants, expires, SECRET);
  }

  private static JsonObject grants(String identity, String streamerSid) {
    var player = new JsonObject();
    player.addProperty("playerStreamerSid", streamerSid);
    var grants = new JsonObject();
    grants.addProperty("identity", identity);
    grants.add("player", player);
    return grants;
  }

  private static String sign(JsonObject grants, Instant expires, String secret) {
    var claims = new JsonObject();
    claims.addProperty("iss", KEY);
    claims.addProperty("sub", "AC00000000000000000000000000000001");
    claims.addProperty("exp", expires.getEpochSecond());
    claims.add("grants", grants);
    return Jwt.of(Jwt.TWILIO_HEADER, claims.toString(), secret);
  }
}
