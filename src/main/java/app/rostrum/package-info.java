/** The entry point, which knows the commands. */
@NullMarked
package app.rostrum;

import org.jspecify.annotations.NullMarked;
