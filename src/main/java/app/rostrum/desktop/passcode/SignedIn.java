package app.rostrum.desktop.passcode;

import app.rostrum.desktop.services.Deployment;

/**
 * A signed-in person and the deployment.
 *
 * @param hostedHere whether the backend is this computer's embedded cloud
 */
public record SignedIn(String identity, Deployment deployment, boolean hostedHere) {}
