/** The wire format of Sync: requests, objects and events. */
@NullMarked
package app.rostrum.wire.sync;

import org.jspecify.annotations.NullMarked;
