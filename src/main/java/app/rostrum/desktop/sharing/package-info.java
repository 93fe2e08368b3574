/** The choice to let people in the network in: a part of the cards that invite. */
@NullMarked
package app.rostrum.desktop.sharing;

import org.jspecify.annotations.NullMarked;
