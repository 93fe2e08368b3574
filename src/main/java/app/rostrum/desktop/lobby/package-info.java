/** Live streams: create one, listen, or join as a speaker. */
@NullMarked
package app.rostrum.desktop.lobby;

import org.jspecify.annotations.NullMarked;
