package app.rostrum.desktop.services;

import app.rostrum.backend.Backend;

/**
 * A backend that accepted the passcode.
 *
 * @param passcode digits, for the person to pass on
 * @param invitationLink for the person to pass on; empty where a deployment has none
 */
public record Deployment(Backend backend, String passcode, String invitationLink) {
  /** Says nothing of the passcode. */
  @Override
  public String toString() {
    return "Deployment[…]";
  }
}
