/** The person's settings, and the screen that shows and changes them. */
@NullMarked
package app.rostrum.desktop.settings;

import org.jspecify.annotations.NullMarked;
