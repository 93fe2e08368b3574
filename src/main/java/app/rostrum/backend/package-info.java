/** The HTTP client of the reference API. */
@NullMarked
package app.rostrum.backend;

import org.jspecify.annotations.NullMarked;
