/** Participants without a window, for tests and rehearsals. Needs neither JavaFX nor libwebrtc. */
@NullMarked
package app.rostrum.bot;

import org.jspecify.annotations.NullMarked;
