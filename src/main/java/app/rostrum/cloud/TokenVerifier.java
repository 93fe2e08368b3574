package app.rostrum.cloud;

import app.rostrum.wire.token.AccessToken;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/**
 * Verifies access tokens for all products of the cloud: signature, times, and the floors below
 * which tokens have been withdrawn. Thread-safe; never blocks.
 *
 * @param secretOfKey the secret of an API key SID; empty if the key is not ours
 */
public record TokenVerifier(
    Function<String, Optional<String>> secretOfKey, Clock clock, Optional<TokenFloors> floors) {

  /** Creates a verifier that withdraws no token. */
  public static TokenVerifier withoutFloors(
      Function<String, Optional<String>> secretOfKey, Clock clock) {
    return new TokenVerifier(secretOfKey, clock, Optional.empty());
  }

  /**
   * Verifies a token of a client.
   *
   * @throws AccessToken.TokenException if it is refused
   */
  public AccessToken verify(String jwt) throws AccessToken.TokenException {
    AccessToken token = AccessToken.verify(jwt, secretOfKey, clock.instant());
    check(token);
    return token;
  }

  /**
   * Verifies a token of a client that wants to join a room.
   *
   * @throws AccessToken.TokenException if it is refused
   */
  public AccessToken verifyForRoom(String jwt) throws AccessToken.TokenException {
    AccessToken token = verify(jwt);
    if (floors.isPresent()) {
      floors.get().checkOnStage(token);
    }
    return token;
  }

  /**
   * Checks that a token which has been verified before has not been withdrawn since.
   *
   * @throws AccessToken.TokenException if it has
   */
  public void check(AccessToken token) throws AccessToken.TokenException {
    if (floors.isPresent()) {
      floors.get().check(token);
    }
  }
}
