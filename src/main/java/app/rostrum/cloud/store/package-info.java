/** The embedded cloud's durable state, in one SQLite database. */
@NullMarked
package app.rostrum.cloud.store;

import org.jspecify.annotations.NullMarked;
