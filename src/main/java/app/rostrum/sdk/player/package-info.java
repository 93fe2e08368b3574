/** The player of a live stream, by WHEP. */
@NullMarked
package app.rostrum.sdk.player;

import org.jspecify.annotations.NullMarked;
