/** What several rooms' tests share. */
@NullMarked
package app.rostrum.testing;

import org.jspecify.annotations.NullMarked;
