/**
 * Measurements of one RTP stream: loss, retransmission and clocks (RFC 3550, RFC 4585). Internal to
 * {@code rtc}.
 */
@NullMarked
package app.rostrum.rtc.stats;

import org.jspecify.annotations.NullMarked;
