/** Access tokens as both ends read them. */
@NullMarked
package app.rostrum.wire.token;

import org.jspecify.annotations.NullMarked;
