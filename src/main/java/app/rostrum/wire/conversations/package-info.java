/** The wire format of Conversations: the addresses of its commands. */
@NullMarked
package app.rostrum.wire.conversations;

import org.jspecify.annotations.NullMarked;
