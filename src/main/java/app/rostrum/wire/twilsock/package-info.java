/** Twilsock frames. */
@NullMarked
package app.rostrum.wire.twilsock;

import org.jspecify.annotations.NullMarked;
