package app.rostrum.desktop.passcode;

import app.rostrum.backend.InvitationLink;
import app.rostrum.desktop.services.Deployment;
import app.rostrum.desktop.services.LocalHosting;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A signed-in person and the deployment.
 *
 * @param hostedHere whether the backend is this computer's embedded cloud
 */
public record SignedIn(String identity, Deployment deployment, boolean hostedHere) {
  /**
   * Returns whether an invitation leads to the backend at which this person is, so that they need
   * not sign in again.
   *
   * @param hosting knows by which other addresses this computer is reached
   */
  public boolean isAt(InvitationLink link, LocalHosting hosting) {
    if (link.address().isEmpty()) {
      return link.passcode().digits().equals(deployment.passcode());
    }
    Stream<String> network =
        hostedHere
            ? hosting.network().invitations().stream().map(LocalHosting.Invitation::link)
            : Stream.empty();
    return Stream.concat(Stream.of(deployment.invitationLink()), network)
        .map(InvitationLink::parse)
        .flatMap(Optional::stream)
        .anyMatch(
            own ->
                own.address().equals(link.address())
                    && own.fingerprint().equals(link.fingerprint()));
  }
}
