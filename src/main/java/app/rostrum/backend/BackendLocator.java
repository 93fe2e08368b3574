package app.rostrum.backend;

import java.net.URI;
import java.util.Optional;

/** Finds the backend that a pasted passcode or invitation link belongs to. */
public final class BackendLocator {
  private final LocalBackends local;

  /**
   * The destination of a passcode or invitation.
   *
   * @param fingerprint the only computer to accept there
   * @param streamName the stream to which the invitation leads
   */
  public record Destination(
      URI address,
      Optional<Fingerprint> fingerprint,
      Passcode passcode,
      Optional<String> streamName) {
    /** Leaves out the passcode. */
    @Override
    public String toString() {
      return "Destination[" + address + "]";
    }
  }

  public BackendLocator(LocalBackends local) {
    this.local = local;
  }

  /**
   * Finds the destination: the invitation's own address, or else a backend on this machine, or else
   * the reference deployment that the passcode names. Empty if the text is neither a passcode nor
   * an invitation. May block for half a second.
   */
  public Optional<Destination> locate(String pasted) {
    return InvitationLink.parse(pasted)
        .map(
            link -> {
              Optional<LocalBackends.Place> here =
                  link.address().isEmpty() ? local.find(link.passcode()) : Optional.empty();
              return new Destination(
                  link.address()
                      .or(() -> here.map(LocalBackends.Place::address))
                      .orElseGet(() -> link.passcode().referenceDeployment()),
                  link.fingerprint().or(() -> here.flatMap(LocalBackends.Place::fingerprint)),
                  link.passcode(),
                  link.streamName());
            });
  }
}
