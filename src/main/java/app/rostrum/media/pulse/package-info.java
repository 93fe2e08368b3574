/** Microphones and loudspeakers of PulseAudio, and of PipeWire, which speaks its protocol. */
@NullMarked
package app.rostrum.media.pulse;

import org.jspecify.annotations.NullMarked;
