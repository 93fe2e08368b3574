/** Who am I in this stream, which token holds, which SDK session is live. */
@NullMarked
package app.rostrum.stream;

import org.jspecify.annotations.NullMarked;
