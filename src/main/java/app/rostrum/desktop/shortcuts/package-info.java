/** The sheet of shortcuts. */
@NullMarked
package app.rostrum.desktop.shortcuts;

import org.jspecify.annotations.NullMarked;
