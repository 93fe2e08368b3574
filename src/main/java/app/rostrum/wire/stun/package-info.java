/** STUN messages (RFC 8489) as ICE uses them. */
@NullMarked
package app.rostrum.wire.stun;

import org.jspecify.annotations.NullMarked;
