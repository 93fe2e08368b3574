/** The rule for names of people and streams, which the server and the app share. */
@NullMarked
package app.rostrum.names;

import org.jspecify.annotations.NullMarked;
