/** RTP packets and header extensions (RFC 3550, 8285, 6464, 6465). */
@NullMarked
package app.rostrum.wire.rtp;

import org.jspecify.annotations.NullMarked;
