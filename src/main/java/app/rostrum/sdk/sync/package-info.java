/** The Sync client: documents, lists and maps that follow the service. */
@NullMarked
package app.rostrum.sdk.sync;

import org.jspecify.annotations.NullMarked;
