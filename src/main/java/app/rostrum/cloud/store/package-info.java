/** What the cloud must not lose, in SQLite. */
@NullMarked
package app.rostrum.cloud.store;

import org.jspecify.annotations.NullMarked;
