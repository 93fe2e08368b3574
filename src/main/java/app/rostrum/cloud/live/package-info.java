/** Live streaming: media processors that mix rooms, and player streamers that serve the mix. */
@NullMarked
package app.rostrum.cloud.live;

import org.jspecify.annotations.NullMarked;
