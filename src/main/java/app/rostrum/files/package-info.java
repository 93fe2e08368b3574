/** Files and folders that only their owner can read, and those that are deleted at the end. */
@NullMarked
package app.rostrum.files;

import org.jspecify.annotations.NullMarked;
