/**
 * The demonstration: a whole event with real windows, bots and synthetic voices, measured at its
 * end.
 */
@NullMarked
package app.rostrum.demo;

import org.jspecify.annotations.NullMarked;
