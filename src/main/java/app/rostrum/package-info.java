/** The launcher and the commands; the one place where Rostrum's parts are put together. */
@NullMarked
package app.rostrum;

import org.jspecify.annotations.NullMarked;
