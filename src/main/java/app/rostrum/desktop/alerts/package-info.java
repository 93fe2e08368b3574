/** Sounds and notifications that tell of what happens while nobody looks at the window. */
@NullMarked
package app.rostrum.desktop.alerts;

import org.jspecify.annotations.NullMarked;
