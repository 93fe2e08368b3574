/**
 * SCTP packets (RFC 9260, 3758, 6525) and the messages that open data channels (RFC 8831, 8832), as
 * far as WebRTC uses them.
 */
@NullMarked
package app.rostrum.wire.sctp;

import org.jspecify.annotations.NullMarked;
