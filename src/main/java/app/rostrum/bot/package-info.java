/**
 * Participants without a window, for tests and rehearsals. Stands without desktop and libwebrtc.
 */
@NullMarked
package app.rostrum.bot;

import org.jspecify.annotations.NullMarked;
