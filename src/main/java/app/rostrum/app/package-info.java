/**
 * The desktop app as a command: it gives the windows this machine's sound, an embedded cloud and
 * preferences.
 */
@NullMarked
package app.rostrum.app;

import org.jspecify.annotations.NullMarked;
