/**
 * ICE (RFC 8445) without sockets or a clock: one agent per generation at each end. Internal to
 * {@code rtc}.
 */
@NullMarked
package app.rostrum.rtc.ice;

import org.jspecify.annotations.NullMarked;
