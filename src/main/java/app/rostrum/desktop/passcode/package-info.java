/** The first screen: name and passcode, or hosting on this computer. */
@NullMarked
package app.rostrum.desktop.passcode;

import org.jspecify.annotations.NullMarked;
