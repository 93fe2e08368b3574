/** The speakers as tiles. */
@NullMarked
package app.rostrum.desktop.grid;

import org.jspecify.annotations.NullMarked;
