/** The Conversations client, on Twilsock and Sync. */
@NullMarked
package app.rostrum.sdk.conversations;

import org.jspecify.annotations.NullMarked;
