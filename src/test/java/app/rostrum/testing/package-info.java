/** Tools that the tests of several packages share. */
@NullMarked
package app.rostrum.testing;

import org.jspecify.annotations.NullMarked;
