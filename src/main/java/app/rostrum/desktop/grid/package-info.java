/** The grid of speakers. */
@NullMarked
package app.rostrum.desktop.grid;

import org.jspecify.annotations.NullMarked;
