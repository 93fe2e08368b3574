/** The player of live streams by WHEP. */
@NullMarked
package app.rostrum.sdk.player;

import org.jspecify.annotations.NullMarked;
