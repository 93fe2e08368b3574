/** The embedded cloud, put together. */
@NullMarked
package app.rostrum.cloud;

import org.jspecify.annotations.NullMarked;
