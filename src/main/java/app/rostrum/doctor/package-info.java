/**
 * The command that says what is closed between a client's place and a server. Needs neither JavaFX
 * nor libwebrtc.
 */
@NullMarked
package app.rostrum.doctor;

import org.jspecify.annotations.NullMarked;
