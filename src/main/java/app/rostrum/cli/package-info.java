/**
 * Parts that several commands share: options, output lines, HTTP client, backends and the user's
 * folders.
 */
@NullMarked
package app.rostrum.cli;

import org.jspecify.annotations.NullMarked;
