/** DTLS 1.2 with the SRTP keys that it negotiates (RFC 5764, RFC 3711). Internal to {@code rtc}. */
@NullMarked
package app.rostrum.rtc.dtls;

import org.jspecify.annotations.NullMarked;
