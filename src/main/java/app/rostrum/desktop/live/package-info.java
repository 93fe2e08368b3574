/** A stream one is in: the frame around grid, people and the bar of one's role. */
@NullMarked
package app.rostrum.desktop.live;

import org.jspecify.annotations.NullMarked;
