package app.rostrum.host;

import java.net.InetAddress;
import java.util.List;

/**
 * The ways by which sound reaches a server.
 *
 * @param publicAddresses the addresses for candidates, the likeliest first; empty for those that
 *     the server finds itself
 */
public record Reach(List<InetAddress> publicAddresses) {
  /** The ways that the server finds itself. */
  public static final Reach DEFAULT = new Reach(List.of());
}
