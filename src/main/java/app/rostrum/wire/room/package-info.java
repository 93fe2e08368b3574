/** Room signaling: the connection layer and the room layer. */
@NullMarked
package app.rostrum.wire.room;

import org.jspecify.annotations.NullMarked;
