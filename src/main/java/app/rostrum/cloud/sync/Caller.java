package app.rostrum.cloud.sync;

import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param identity of a client's token; null for the backend, to which permissions do not apply
 */
public record Caller(@Nullable String identity) {
  /** The backend, through the REST API. */
  public static final Caller BACKEND = new Caller(null);

  public static Caller client(String identity) {
    return new Caller(identity);
  }

  /** What {@code created_by} says. */
  String name() {
    return identity == null ? "system" : identity;
  }
}
