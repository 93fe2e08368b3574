/** Access tokens, as clients and servers read them. */
@NullMarked
package app.rostrum.wire.token;

import org.jspecify.annotations.NullMarked;
