/**
 * The screen of a stream one has joined: grid, people or chat beside it, and the bar of one's role.
 */
@NullMarked
package app.rostrum.desktop.live;

import org.jspecify.annotations.NullMarked;
