/** RTCP packets (RFC 3550, 4585). */
@NullMarked
package app.rostrum.wire.rtcp;

import org.jspecify.annotations.NullMarked;
