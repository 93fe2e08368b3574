/** The lobby: live streams to listen to or to join as a speaker, and the form of a new one. */
@NullMarked
package app.rostrum.desktop.lobby;

import org.jspecify.annotations.NullMarked;
