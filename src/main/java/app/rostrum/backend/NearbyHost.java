package app.rostrum.backend;

import java.net.URI;
import java.util.Optional;

/**
 * A computer in the network that says of itself that it hosts. Nobody vouches for its name.
 *
 * @param name as it calls itself, without what could not be seen
 * @param address the https address of its backend
 * @param fingerprint the only computer to accept there
 */
public record NearbyHost(String name, URI address, Fingerprint fingerprint) {
  /** Returns the invitation that a person makes of it who has been told the passcode. */
  public InvitationLink invitation(Passcode passcode) {
    return new InvitationLink(
        Optional.of(address), Optional.of(fingerprint), passcode, Optional.empty());
  }
}
