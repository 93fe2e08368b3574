package app.rostrum.desktop.passcode;

import app.rostrum.desktop.services.Deployment;

/**
 * Who is signed in, and where.
 *
 * @param hostedHere whether the backend is this computer's embedded cloud
 */
public record SignedIn(String identity, Deployment deployment, boolean hostedHere) {}
