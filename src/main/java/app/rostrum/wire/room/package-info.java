/** The wire format of room signaling: the connection layer (TCMP) and the room layer (RSP). */
@NullMarked
package app.rostrum.wire.room;

import org.jspecify.annotations.NullMarked;
