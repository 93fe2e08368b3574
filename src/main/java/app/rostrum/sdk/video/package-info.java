/** The Video client: rooms, participants, tracks. */
@NullMarked
package app.rostrum.sdk.video;

import org.jspecify.annotations.NullMarked;
