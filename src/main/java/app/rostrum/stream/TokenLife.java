package app.rostrum.stream;

import app.rostrum.wire.token.AccessToken;
import java.time.Instant;

/** The life of an access token, as it says itself. */
public final class TokenLife {
  private TokenLife() {}

  /** Returns whether a token is still good; false for one that does not say. */
  public static boolean lasts(String token, Instant now) {
    return AccessToken.readExpiry(token).map(now::isBefore).orElse(false);
  }
}
