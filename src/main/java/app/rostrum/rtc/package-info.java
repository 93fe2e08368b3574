/**
 * WebRTC's transport in plain Java, both roles: ICE, DTLS-SRTP, RTP senders and receivers, Opus.
 */
@NullMarked
package app.rostrum.rtc;

import org.jspecify.annotations.NullMarked;
