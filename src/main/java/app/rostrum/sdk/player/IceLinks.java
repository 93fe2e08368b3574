package app.rostrum.sdk.player;

import app.rostrum.media.IceServer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The ICE servers that a WHEP server names in its links (RFC 9725, section 4.6, which WHEP takes
 * over). At most {@value #MOST}; others than STUN and TURN servers with plain addresses, and those
 * without the password that they need, are left out.
 */
final class IceLinks {
  static final int MOST = 8;
  private static final int LONGEST_SECRET = 512;

  /** RFC 7064 and RFC 7065, with hosts of ordinary characters. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:stuns?|turns?):(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?"
              + "(?:\\?transport=(?:udp|tcp))?");

  private IceLinks() {}

  /**
   * Returns the servers of a response.
   *
   * @param fields the values of all its Link fields
   */
  static List<IceServer> servers(List<String> fields) {
    return LinkHeader.links(fields).stream()
        .filter(link -> link.is("ice-server") && ADDRESS.matcher(link.target()).matches())
        .map(IceLinks::server)
        .filter(IceLinks::isUsable)
        .limit(MOST)
        .toList();
  }

  private static IceServer server(LinkHeader.Link link) {
    if (link.target().startsWith("stun")) {
      return new IceServer(List.of(link.target()), "", "");
    }
    boolean password =
        link.parameters().getOrDefault("credential-type", "password").equals("password");
    return new IceServer(
        List.of(link.target()),
        link.parameters().getOrDefault("username", ""),
        password ? link.parameters().getOrDefault("credential", "") : "");
  }

  private static boolean isUsable(IceServer server) {
    return server.urls().getFirst().startsWith("stun")
        || (isSecret(server.username()) && isSecret(server.credential()));
  }

  private static boolean isSecret(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_SECRET
        && text.chars().noneMatch(Character::isISOControl);
  }
}
