/**
 * The server side of Sync: services with their objects (documents, lists, maps, streams), stored
 * before they are visible; permissions, subscriptions and reachability; and Sync as a product of
 * Twilsock.
 */
@NullMarked
package app.rostrum.cloud.sync;

import org.jspecify.annotations.NullMarked;
