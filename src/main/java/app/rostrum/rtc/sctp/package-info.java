/** An SCTP association as WebRTC uses it, without sockets and threads: time is an argument. */
@NullMarked
package app.rostrum.rtc.sctp;

import org.jspecify.annotations.NullMarked;
