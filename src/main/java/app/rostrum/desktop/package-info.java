/** The screens, in JavaFX. Nothing else imports javafx. */
@NullMarked
package app.rostrum.desktop;

import org.jspecify.annotations.NullMarked;
