/** Session descriptions (RFC 8866), as far as WebRTC uses them. */
@NullMarked
package app.rostrum.wire.sdp;

import org.jspecify.annotations.NullMarked;
