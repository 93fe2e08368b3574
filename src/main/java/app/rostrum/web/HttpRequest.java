package app.rostrum.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A whole request, its body read and bounded.
 *
 * @param method upper case
 * @param host the Host header without port, lower case; empty if absent
 * @param path still percent-encoded, begins with a slash
 * @param query decoded parameters in order of appearance
 * @param headers names in lower case, the first value of each
 * @param remoteAddress textual IP address of the peer, without port
 */
public record HttpRequest(
    String method,
    String host,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body,
    String remoteAddress) {

  HttpRequest withBody(byte[] read) {
    return new HttpRequest(method, host, path, query, headers, read, remoteAddress);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  public Optional<String> queryParameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(v -> !v.isEmpty()).map(List::getFirst);
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
