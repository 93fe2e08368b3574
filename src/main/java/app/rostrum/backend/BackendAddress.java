package app.rostrum.backend;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Address of a backend, which resolves relative ones. */
final class BackendAddress {
  private static final int MAX_LENGTH = 2048;

  private final String base;

  /**
   * @throws IllegalArgumentException if this is not an http or https address
   */
  BackendAddress(URI address) {
    URI web =
        parse(address.toString())
            .orElseThrow(() -> new IllegalArgumentException("not the address of a backend"));
    this.base = web.toString();
  }

  /** Reads an http or https address; query, fragment and slashes at the end are dropped. */
  static Optional<URI> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(text.strip());
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!(scheme.equals("http") || scheme.equals("https"))
          || uri.getHost() == null
          || uri.getUserInfo() != null
          || uri.getPort() > 65535) {
        return Optional.empty();
      }
      String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
      return Optional.of(new URI(scheme + "://" + uri.getRawAuthority() + path));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  String endpoint(String name) {
    return base + "/" + name;
  }

  /** Resolves an absolute or relative address that the backend gave; empty if it is neither. */
  Optional<URI> resolve(String given) {
    if (given.isBlank() || given.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(given);
      if (uri.isAbsolute()) {
        return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
      }
      if (given.startsWith("//")) {
        return Optional.empty();
      }
      return Optional.of(new URI(base + (given.startsWith("/") ? "" : "/") + given));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Resolves the address of a WebSocket: http becomes ws, https becomes wss. */
  Optional<URI> resolveSocket(String given) {
    return resolve(given)
        .flatMap(
            uri ->
                switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
                  case "http" -> Optional.of(URI.create("ws" + uri.toString().substring(4)));
                  case "https" -> Optional.of(URI.create("wss" + uri.toString().substring(5)));
                  case "ws", "wss" -> Optional.of(uri);
                  default -> Optional.empty();
                });
  }
}
