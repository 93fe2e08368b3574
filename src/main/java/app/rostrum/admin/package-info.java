/** The commands of a server's operator, which go to the server by its local socket. */
@NullMarked
package app.rostrum.admin;

import org.jspecify.annotations.NullMarked;
