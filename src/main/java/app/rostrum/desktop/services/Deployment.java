package app.rostrum.desktop.services;

import app.rostrum.backend.Backend;

/**
 * A backend that accepted the passcode.
 *
 * @param passcode its digits, which the person can pass on
 * @param invitationLink the link that the person can pass on; empty if the deployment has none
 */
public record Deployment(Backend backend, String passcode, String invitationLink) {
  /** Leaves out the passcode. */
  @Override
  public String toString() {
    return "Deployment[…]";
  }
}
