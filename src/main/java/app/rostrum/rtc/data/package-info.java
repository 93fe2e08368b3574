/**
 * Data channels (RFC 8831, RFC 8832) over one SCTP association. Others use {@link
 * app.rostrum.rtc.data.TransportChannel} only.
 */
@NullMarked
package app.rostrum.rtc.data;

import org.jspecify.annotations.NullMarked;
