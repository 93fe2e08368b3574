/** Session descriptions (RFC 8866), the part that WebRTC audio uses. */
@NullMarked
package app.rostrum.wire.sdp;

import org.jspecify.annotations.NullMarked;
