/** Facts about this build that any part may tell others. */
@NullMarked
package app.rostrum.about;

import org.jspecify.annotations.NullMarked;
