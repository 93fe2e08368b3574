/** Rooms: signaling and forwarding of audio. */
@NullMarked
package app.rostrum.cloud.rooms;

import org.jspecify.annotations.NullMarked;
