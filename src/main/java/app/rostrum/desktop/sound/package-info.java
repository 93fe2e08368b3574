/** The sound check: choice of devices with a level and a test sound. */
@NullMarked
package app.rostrum.desktop.sound;

import org.jspecify.annotations.NullMarked;
