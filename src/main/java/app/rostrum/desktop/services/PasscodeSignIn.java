package app.rostrum.desktop.services;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.BackendException.Kind;
import app.rostrum.backend.BackendLocator;
import app.rostrum.backend.HttpBackend;
import app.rostrum.backend.InvitationLink;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;

/** Signs in at the backend that a passcode or an invitation link belongs to. */
public final class PasscodeSignIn implements SignIn {
  private final Supplier<OkHttpClient> http;
  private final BackendLocator locator;

  public PasscodeSignIn(Supplier<OkHttpClient> http, BackendLocator locator) {
    this.http = http;
    this.locator = locator;
  }

  @Override
  public Deployment signIn(String passcodeOrLink) {
    BackendLocator.Destination found =
        locator
            .locate(passcodeOrLink)
            .orElseThrow(
                () ->
                    new BackendException(
                        Kind.PASSCODE,
                        "passcode incorrect",
                        "This is neither a passcode nor an invitation link.",
                        null));
    Backend backend =
        new HttpBackend(
            http.get(), found.address(), found.fingerprint(), found.passcode().digits());
    backend.verifyPasscode();
    var invitation =
        new InvitationLink(
            Optional.of(found.address()), found.fingerprint(), found.passcode(), Optional.empty());
    return new Deployment(
        backend,
        found.passcode().digits(),
        (backend.servesInvitationPages() ? invitation.asPage() : invitation).format());
  }
}
