/** Reactions: the button that sends them, and the strip that counts those of all people. */
@NullMarked
package app.rostrum.desktop.reactions;

import org.jspecify.annotations.NullMarked;
