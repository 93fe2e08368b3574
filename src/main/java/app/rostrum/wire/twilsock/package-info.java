/** Twilsock, the protocol that carries Sync and Conversations over one WebSocket. */
@NullMarked
package app.rostrum.wire.twilsock;

import org.jspecify.annotations.NullMarked;
