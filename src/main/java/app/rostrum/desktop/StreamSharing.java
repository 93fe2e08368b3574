package app.rostrum.desktop;

import app.rostrum.desktop.live.ReachPart;
import app.rostrum.desktop.passcode.SignedIn;
import app.rostrum.desktop.services.Deployment;
import app.rostrum.desktop.services.StreamInvitation;
import app.rostrum.desktop.sharing.SharingPart;
import app.rostrum.desktop.sharing.SharingViewModel;
import app.rostrum.desktop.ui.Texts;
import java.util.Optional;

/** The ways of people to a stream: the invitation to pass on, and who is let in. UI thread only. */
final class StreamSharing {
  private StreamSharing() {}

  /** Returns the invitation to pass on: for people in the network if they are let in. */
  static StreamInvitation invitation(
      SignedIn signedIn, String streamName, SharingViewModel sharing) {
    Deployment deployment = signedIn.deployment();
    Optional<String> network = signedIn.hostedHere() ? sharing.link() : Optional.empty();
    return network
        .map(link -> new Deployment(deployment.backend(), deployment.passcode(), link))
        .orElse(deployment)
        .invitationTo(streamName);
  }

  /** Returns the choice to let the network in, which only who hosts here has. */
  static Optional<ReachPart> reach(
      SignedIn signedIn, String streamName, SharingViewModel sharing, Texts texts) {
    return signedIn.hostedHere()
        ? Optional.of(
            (changed, pins) ->
                new SharingPart(
                    "reach",
                    sharing,
                    texts,
                    link -> invitation(signedIn, streamName, sharing).link().orElse(link),
                    changed,
                    pins))
        : Optional.empty();
  }
}
