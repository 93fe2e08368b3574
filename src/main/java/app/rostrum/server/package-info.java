/** The reference backend: endpoints, webhooks, tokens, authority. */
@NullMarked
package app.rostrum.server;

import org.jspecify.annotations.NullMarked;
