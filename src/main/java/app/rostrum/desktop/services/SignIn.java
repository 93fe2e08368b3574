package app.rostrum.desktop.services;

/** Finds the backend that a passcode or an invitation link belongs to. */
@FunctionalInterface
public interface SignIn {
  /**
   * Finds and verifies. Blocks: called on the background executor.
   *
   * @param passcodeOrLink as typed or pasted: digits with or without spaces, or an invitation link
   * @throws app.rostrum.backend.BackendException when refused or not reached
   */
  Deployment signIn(String passcodeOrLink);
}
