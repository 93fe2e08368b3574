/** The Video client: rooms, participants and tracks. */
@NullMarked
package app.rostrum.sdk.video;

import org.jspecify.annotations.NullMarked;
