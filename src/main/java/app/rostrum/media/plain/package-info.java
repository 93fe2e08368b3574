/** Participants without devices: sound comes from a program and goes to a program. */
@NullMarked
package app.rostrum.media.plain;

import org.jspecify.annotations.NullMarked;
