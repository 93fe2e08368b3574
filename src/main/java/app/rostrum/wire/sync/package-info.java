/** Sync requests, objects and events as they travel. */
@NullMarked
package app.rostrum.wire.sync;

import org.jspecify.annotations.NullMarked;
