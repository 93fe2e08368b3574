/**
 * The server side of Twilsock, Twilio's WebSocket transport for products: connections,
 * authentication, liveness, and the dispatch of requests to the product that serves them. Knows
 * none of the products.
 */
@NullMarked
package app.rostrum.cloud.twilsock;

import org.jspecify.annotations.NullMarked;
