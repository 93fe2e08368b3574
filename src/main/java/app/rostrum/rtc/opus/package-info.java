/** The Opus codec, and the jitter buffer in front of it. */
@NullMarked
package app.rostrum.rtc.opus;

import org.jspecify.annotations.NullMarked;
