/** The stream that a person hosts, kept over a crash or a restart of the program. */
@NullMarked
package app.rostrum.hosting;

import org.jspecify.annotations.NullMarked;
