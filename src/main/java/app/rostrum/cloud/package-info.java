/**
 * SIDs and webhooks: what the parts of the embedded cloud share. The parts are the packages below;
 * {@link app.rostrum.cloud.embedded} assembles them.
 */
@NullMarked
package app.rostrum.cloud;

import org.jspecify.annotations.NullMarked;
