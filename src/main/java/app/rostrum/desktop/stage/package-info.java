/** The bar of hosts and speakers, and the microphone's keys. */
@NullMarked
package app.rostrum.desktop.stage;

import org.jspecify.annotations.NullMarked;
