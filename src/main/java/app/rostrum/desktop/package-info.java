/**
 * The screens, in JavaFX. Nothing else imports javafx. A package per screen, each a View (nodes)
 * and a ViewModel (properties, no nodes); what they share is in {@code ui}; what the launcher gives
 * them is in {@code services}. Node ids, for tests that drive the app: {@code docs/node-ids.md}.
 */
@NullMarked
package app.rostrum.desktop;

import org.jspecify.annotations.NullMarked;
