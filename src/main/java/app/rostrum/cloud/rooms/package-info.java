/** Video rooms: signaling, and forwarding of audio, video and data. */
@NullMarked
package app.rostrum.cloud.rooms;

import org.jspecify.annotations.NullMarked;
