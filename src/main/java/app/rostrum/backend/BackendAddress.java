package app.rostrum.backend;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Address of a backend, which resolves relative ones. */
final class BackendAddress {
  private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

  private final String base;

  /**
   * @throws IllegalArgumentException if this is not an http or https address
   */
  BackendAddress(URI address) {
    URI web =
        WebAddress.parseBase(address.toString())
            .orElseThrow(() -> new IllegalArgumentException("not the address of a backend"));
    this.base = web.toString();
  }

  /** Returns the address itself, without a slash at its end. */
  @Override
  public String toString() {
    return base;
  }

  String endpoint(String name) {
    return base + "/" + name;
  }

  /** Resolves an absolute or relative web address that the backend gave; empty if it is none. */
  Optional<URI> resolve(String given) {
    if (given.isBlank() || given.startsWith("//")) {
      return Optional.empty();
    }
    return WebAddress.parse(
        ABSOLUTE.matcher(given).lookingAt()
            ? given
            : base + (given.startsWith("/") ? "" : "/") + given);
  }

  /** Resolves the address of a WebSocket: http becomes ws, https becomes wss. */
  Optional<URI> resolveSocket(String given) {
    return resolve(given.replaceFirst("(?i)^ws(?=s?:)", "http"))
        .map(uri -> URI.create("ws" + uri.toString().substring("http".length())));
  }

  /**
   * Returns this address on the https server to which it redirects a call: one of the same host
   * that answers the same path. Empty if the redirect leads elsewhere.
   */
  Optional<BackendAddress> securedBy(String endpoint, HttpUrl target) {
    HttpUrl asked = HttpUrl.get(endpoint(endpoint));
    if (asked.isHttps()
        || !target.isHttps()
        || !target.host().equals(asked.host())
        || !target.encodedPath().equals(asked.encodedPath())
        || target.encodedQuery() != null) {
      return Optional.empty();
    }
    String secured = target.uri().toString();
    return Optional.of(
        new BackendAddress(
            URI.create(secured.substring(0, secured.length() - endpoint.length() - 1))));
  }
}
