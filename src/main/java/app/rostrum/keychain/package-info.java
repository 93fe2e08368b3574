/** The keychain of the person's desktop, where there is one. */
@NullMarked
package app.rostrum.keychain;

import org.jspecify.annotations.NullMarked;
