/**
 * The demonstration: a whole event with real windows, bots and synthetic voices, which it checks.
 */
@NullMarked
package app.rostrum.demo;

import org.jspecify.annotations.NullMarked;
