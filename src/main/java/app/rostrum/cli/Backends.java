package app.rostrum.cli;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.BackendException.Kind;
import app.rostrum.backend.BackendLocator;
import app.rostrum.backend.HttpBackend;
import app.rostrum.backend.LocalBackends;
import app.rostrum.backend.Passcode;
import java.net.URI;
import java.util.Optional;
import okhttp3.OkHttpClient;

/** Finds and opens backends. */
public final class Backends {
  private Backends() {}

  /** Returns the folder in which the backends on this machine announce themselves. */
  public static LocalBackends local() {
    return new LocalBackends(UserFolders.state().resolve("backends"));
  }

  /** Opens a backend by its address. */
  public static Backend open(OkHttpClient http, URI address, String passcode) {
    return new HttpBackend(http, address, passcode);
  }

  /**
   * Opens the backend that a passcode or an invitation link leads to; empty if it is neither.
   *
   * @param url an address or an invitation link; may be empty
   * @param passcode may be empty with an invitation link
   */
  public static Optional<Backend> open(OkHttpClient http, String url, String passcode) {
    if (passcode.isEmpty()) {
      return locate(url).map(found -> open(http, found));
    }
    if (url.isEmpty()) {
      return locate(passcode).map(found -> open(http, found));
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

  private static Backend open(OkHttpClient http, BackendLocator.Destination found) {
    return new HttpBackend(http, found.address(), found.fingerprint(), found.passcode().digits());
  }

  /** Returns a locator for the passcodes and links that people type or paste. */
  public static BackendLocator locator() {
    return new BackendLocator(local());
  }

  private static Optional<BackendLocator.Destination> locate(String pasted) {
    return locator().locate(pasted);
  }
}
