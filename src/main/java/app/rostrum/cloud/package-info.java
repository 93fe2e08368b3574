/**
 * Code shared by the parts of the embedded cloud: SIDs, refusals, rate limits and webhooks. The
 * parts are the packages below; {@link app.rostrum.cloud.embedded} assembles them.
 */
@NullMarked
package app.rostrum.cloud;

import org.jspecify.annotations.NullMarked;
