/** The chat of a stream, beside the grid. */
@NullMarked
package app.rostrum.desktop.chat;

import org.jspecify.annotations.NullMarked;
