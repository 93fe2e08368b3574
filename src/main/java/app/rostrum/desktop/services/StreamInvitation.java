package app.rostrum.desktop.services;

import app.rostrum.backend.InvitationLink;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * An invitation to a stream, to be passed on.
 *
 * @param link leads to the stream; empty if the deployment has none
 * @param passcode its digits
 */
public record StreamInvitation(String streamName, Optional<String> link, String passcode) {
  /** Returns the shortest text that lets somebody in: the link, or else the passcode. */
  public String shortest() {
    return link.orElse(passcode);
  }

  /**
   * Returns the host in the link if no other computer can reach it, because it is a loopback
   * address (RFC 6890, RFC 6761).
   */
  public Optional<String> reachesOnlyThisComputer() {
    return link.flatMap(InvitationLink::parse)
        .flatMap(InvitationLink::address)
        .map(URI::getHost)
        .filter(StreamInvitation::loopback);
  }

  private static boolean loopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.matches("127(\\.\\d{1,3}){0,3}")
        || name.matches("(.*\\.)?localhost\\.?")
        || name.matches("\\[(::1|0{1,4}(:0{1,4}){6}:0{0,3}1|::ffff:127\\..*)]");
  }

  /** Leaves out the passcode. */
  @Override
  public String toString() {
    return "StreamInvitation[" + streamName + "]";
  }
}
