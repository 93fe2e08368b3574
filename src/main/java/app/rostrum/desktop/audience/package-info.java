/** The bar of listeners, the welcome and the invitation to speak. */
@NullMarked
package app.rostrum.desktop.audience;

import org.jspecify.annotations.NullMarked;
