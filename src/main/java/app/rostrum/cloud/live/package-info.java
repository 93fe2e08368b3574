/** Live: media processors that mix, player streamers that serve. */
@NullMarked
package app.rostrum.cloud.live;

import org.jspecify.annotations.NullMarked;
