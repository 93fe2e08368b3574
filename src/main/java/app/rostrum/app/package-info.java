/**
 * The command that opens the desktop app, with this machine's sound, an embedded cloud and
 * preferences.
 */
@NullMarked
package app.rostrum.app;

import org.jspecify.annotations.NullMarked;
