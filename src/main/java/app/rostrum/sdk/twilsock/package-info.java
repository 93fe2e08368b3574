/** The Twilsock client: one WebSocket that carries requests and notifications. */
@NullMarked
package app.rostrum.sdk.twilsock;

import org.jspecify.annotations.NullMarked;
