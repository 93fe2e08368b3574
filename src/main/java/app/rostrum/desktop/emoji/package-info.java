/** Emoji as pictures: which parts of a text are emoji, and their pictures in colour. */
@NullMarked
package app.rostrum.desktop.emoji;

import org.jspecify.annotations.NullMarked;
