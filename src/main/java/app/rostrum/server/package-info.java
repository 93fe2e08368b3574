/** The reference backend: its endpoints, webhooks, access tokens and authority. */
@NullMarked
package app.rostrum.server;

import org.jspecify.annotations.NullMarked;
