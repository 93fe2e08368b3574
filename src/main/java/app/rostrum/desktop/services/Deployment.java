package app.rostrum.desktop.services;

import app.rostrum.backend.Backend;
import app.rostrum.backend.InvitationLink;
import java.util.Optional;

/**
 * A backend that accepted the passcode.
 *
 * @param passcode its digits, which the person can pass on
 * @param invitationLink the link that the person can pass on; empty if the deployment has none
 */
public record Deployment(Backend backend, String passcode, String invitationLink) {
  /**
   * Returns the invitation to a stream: a link that leads to it, if there is one, and the passcode.
   */
  public StreamInvitation invitationTo(String streamName) {
    return new StreamInvitation(
        streamName,
        InvitationLink.parse(invitationLink).map(link -> link.to(Optional.of(streamName)).format()),
        passcode);
  }

  /** Leaves out the passcode. */
  @Override
  public String toString() {
    return "Deployment[…]";
  }
}
