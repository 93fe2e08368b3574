package app.rostrum.backend;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An invitation link: {@code rostrum://join?url=…&passcode=…&stream=…}, or an https page with the
 * same query. A reference deployment prints its own address with {@code ?passcode=…}.
 *
 * @param address the backend's address; empty if only the passcode is known
 * @param streamName the stream to enter at once
 */
public record InvitationLink(
    Optional<URI> address, Passcode passcode, Optional<String> streamName) {
  private static final int MAX_LENGTH = 4096;
  private static final int MAX_NAME = 128;
  private static final String SCHEME = "rostrum";

  /** Reads a link or a bare passcode as a person pastes it; empty if it is neither. */
  public static Optional<InvitationLink> parse(String pasted) {
    String text = pasted.strip();
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    if (!text.contains(":") && !text.contains("?")) {
      return Passcode.parse(text)
          .map(passcode -> new InvitationLink(Optional.empty(), passcode, Optional.empty()));
    }
    try {
      return read(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<InvitationLink> read(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    Map<String, String> query = query(uri.getRawQuery());
    Optional<Passcode> passcode =
        Optional.ofNullable(query.get("passcode")).flatMap(Passcode::parse);
    if (passcode.isEmpty()) {
      return Optional.empty();
    }
    Optional<URI> address = Optional.ofNullable(query.get("url")).flatMap(BackendAddress::parse);
    if (query.containsKey("url") && address.isEmpty()) {
      return Optional.empty();
    }
    switch (scheme) {
      case SCHEME -> {
        if (!"join".equals(uri.getHost())) {
          return Optional.empty();
        }
      }
      case "http", "https" -> {
        if (uri.getHost() == null) {
          return Optional.empty();
        }
        if (address.isEmpty()) {
          // The page is served by the backend itself.
          address = BackendAddress.parse(scheme + "://" + uri.getRawAuthority());
          if (address.isEmpty()) {
            return Optional.empty();
          }
        }
      }
      default -> {
        return Optional.empty();
      }
    }
    Optional<String> stream =
        Optional.ofNullable(query.get("stream")).map(String::strip).filter(InvitationLink::isName);
    return Optional.of(new InvitationLink(address, passcode.get(), stream));
  }

  /** Returns the link that opens the app; it contains the passcode. */
  public String format() {
    var link = new StringBuilder(SCHEME + "://join?");
    address.ifPresent(url -> link.append("url=").append(encode(url.toString())).append('&'));
    link.append("passcode=").append(passcode.digits());
    streamName.ifPresent(name -> link.append("&stream=").append(encode(name)));
    return link.toString();
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.codePointCount(0, name.length()) <= MAX_NAME
        && name.codePoints().noneMatch(Character::isISOControl);
  }

  private static Map<String, String> query(@Nullable String raw) {
    var fields = new HashMap<String, String>();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          fields.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
      }
    }
    return fields;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Leaves out the passcode. */
  @Override
  public String toString() {
    return "InvitationLink[" + address.map(URI::toString).orElse("") + "]";
  }
}
