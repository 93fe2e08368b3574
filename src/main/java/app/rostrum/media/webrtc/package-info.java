/** Media for people, on libwebrtc: devices, echo cancellation, adaptive playout. */
@NullMarked
package app.rostrum.media.webrtc;

import org.jspecify.annotations.NullMarked;
