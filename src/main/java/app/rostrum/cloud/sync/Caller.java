package app.rostrum.cloud.sync;

import org.jspecify.annotations.Nullable;

/**
 * The author of a request.
 *
 * @param identity the identity in a client's token; null for the backend, to which permissions do
 *     not apply
 */
public record Caller(@Nullable String identity) {
  /** The backend, through the REST API. */
  public static final Caller BACKEND = new Caller(null);

  /** A client with a token for this identity. */
  public static Caller client(String identity) {
    return new Caller(identity);
  }

  /** Returns the value of {@code created_by}. */
  String name() {
    return identity == null ? "system" : identity;
  }
}
