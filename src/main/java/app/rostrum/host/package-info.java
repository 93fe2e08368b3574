/**
 * The backend and the embedded cloud behind one port, and the command that runs them on a server.
 * Needs neither JavaFX nor libwebrtc.
 */
@NullMarked
package app.rostrum.host;

import org.jspecify.annotations.NullMarked;
