/** The notifications of the person's desktop, where there are any. */
@NullMarked
package app.rostrum.notifications;

import org.jspecify.annotations.NullMarked;
