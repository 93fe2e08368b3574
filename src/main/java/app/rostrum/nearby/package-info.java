/**
 * Hosts in the network that announce themselves and are found by multicast DNS (RFC 6762) as
 * services {@code _rostrum._tcp} (RFC 6763).
 */
@NullMarked
package app.rostrum.nearby;

import org.jspecify.annotations.NullMarked;
