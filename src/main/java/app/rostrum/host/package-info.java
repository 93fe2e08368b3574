/**
 * The backend and the embedded cloud as one process behind one port, and the command for servers.
 * Stands without desktop and libwebrtc.
 */
@NullMarked
package app.rostrum.host;

import org.jspecify.annotations.NullMarked;
