package app.rostrum.desktop.services;

/** Finds the backend of a passcode or an invitation link. */
@FunctionalInterface
public interface SignIn {
  /**
   * Finds the backend and verifies the passcode. Blocks: called on the background executor.
   *
   * @param passcodeOrLink as typed or pasted: digits with or without spaces, or an invitation link
   * @throws app.rostrum.backend.BackendException if the backend refuses or cannot be reached
   */
  Deployment signIn(String passcodeOrLink);
}
