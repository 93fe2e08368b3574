/** What the SDK clients see of media: a peer connection, devices, levels. */
@NullMarked
package app.rostrum.media;

import org.jspecify.annotations.NullMarked;
