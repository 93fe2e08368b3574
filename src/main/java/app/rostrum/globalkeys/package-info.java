/**
 * A key that is heard of whatever window has the keyboard, where the person's desktop allows it.
 */
@NullMarked
package app.rostrum.globalkeys;

import org.jspecify.annotations.NullMarked;
