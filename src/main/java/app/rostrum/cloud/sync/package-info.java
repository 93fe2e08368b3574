/** Sync: objects, permissions, subscriptions, reachability. */
@NullMarked
package app.rostrum.cloud.sync;

import org.jspecify.annotations.NullMarked;
