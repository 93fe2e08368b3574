/** The embedded cloud as a whole: assembles rooms, Sync, Conversations and Live for one process. */
@NullMarked
package app.rostrum.cloud.embedded;

import org.jspecify.annotations.NullMarked;
