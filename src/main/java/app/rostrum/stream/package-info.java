/** The session of a person in a stream: role, access token, room or player, lists and chat. */
@NullMarked
package app.rostrum.stream;

import org.jspecify.annotations.NullMarked;
