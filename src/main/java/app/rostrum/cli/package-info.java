/** Parts that commands share: options, output, HTTP client, backends and the user's folders. */
@NullMarked
package app.rostrum.cli;

import org.jspecify.annotations.NullMarked;
