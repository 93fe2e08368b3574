/** The HTTP and WebSocket edge, on Jetty. Nothing else imports org.eclipse.jetty. */
@NullMarked
package app.rostrum.web;

import org.jspecify.annotations.NullMarked;
