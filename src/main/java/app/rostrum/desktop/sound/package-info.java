/** Choice of devices with a level meter and a test sound. */
@NullMarked
package app.rostrum.desktop.sound;

import org.jspecify.annotations.NullMarked;
