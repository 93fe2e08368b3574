/** Conversations and their participants. */
@NullMarked
package app.rostrum.cloud.conversations;

import org.jspecify.annotations.NullMarked;
