/** The people panel: raised hands, speakers and listeners, with the host's controls. */
@NullMarked
package app.rostrum.desktop.people;

import org.jspecify.annotations.NullMarked;
