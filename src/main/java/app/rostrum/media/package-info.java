/** Media as the SDK clients see it: a peer connection, devices, levels. */
@NullMarked
package app.rostrum.media;

import org.jspecify.annotations.NullMarked;
