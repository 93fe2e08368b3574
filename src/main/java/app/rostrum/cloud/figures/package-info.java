/** Counts that the parts of the cloud keep of their own work, for whoever watches over it. */
@NullMarked
package app.rostrum.cloud.figures;

import org.jspecify.annotations.NullMarked;
