package app.rostrum;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.BackendException.Kind;
import app.rostrum.backend.BackendLocator;
import app.rostrum.backend.HttpBackend;
import app.rostrum.backend.InvitationLink;
import app.rostrum.backend.LocalBackends;
import app.rostrum.backend.Passcode;
import app.rostrum.desktop.services.Deployment;
import java.net.URI;
import java.util.Optional;
import okhttp3.OkHttpClient;

/** Finds and opens backends. */
final class Backends {
  private Backends() {}

  /** The folder where the backends on this machine announce themselves. */
  static LocalBackends local() {
    return new LocalBackends(UserFolders.state().resolve("backends"));
  }

  /** A backend whose address is known. */
  static Backend open(OkHttpClient http, URI address, String passcode) {
    return new HttpBackend(http, address, passcode);
  }

  /**
   * Where a passcode or an invitation link leads; empty if it is neither.
   *
   * @param url an address or an invitation link; may be empty
   * @param passcode may be empty with an invitation link
   */
  static Optional<Backend> open(OkHttpClient http, String url, String passcode) {
    if (passcode.isEmpty()) {
      return locate(url).map(found -> open(http, found.address(), found.passcode().digits()));
    }
    if (url.isEmpty()) {
      return locate(passcode).map(found -> open(http, found.address(), found.passcode().digits()));
    }
    return Passcode.parse(passcode)
        .map(
            valid -> {
              try {
                return open(http, URI.create(url), valid.digits());
              } catch (IllegalArgumentException e) {
                throw new BackendException(
                    Kind.WRONG_ADDRESS,
                    "wrong address",
                    "This is not the address of a backend.",
                    e);
              }
            });
  }

  /** Finds and verifies what a person typed or pasted. */
  static Deployment signIn(OkHttpClient http, String pasted) {
    BackendLocator.Destination found =
        locate(pasted)
            .orElseThrow(
                () ->
                    new BackendException(
                        Kind.PASSCODE,
                        "passcode incorrect",
                        "This is neither a passcode nor an invitation link.",
                        null));
    Backend backend = open(http, found.address(), found.passcode().digits());
    backend.verifyPasscode();
    var invitation =
        new InvitationLink(Optional.of(found.address()), found.passcode(), Optional.empty());
    return new Deployment(backend, found.passcode().digits(), invitation.format());
  }

  private static Optional<BackendLocator.Destination> locate(String pasted) {
    return new BackendLocator(local()).locate(pasted);
  }
}
