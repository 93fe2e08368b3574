/**
 * The screens, in JavaFX, which no other package imports. Each screen has a package with a View
 * (nodes) and a ViewModel (properties, no nodes). {@code ui} holds shared parts, {@code services}
 * the interfaces that the launcher implements. The ids of nodes, for tests that drive the app, are
 * in {@code docs/node-ids.md}.
 */
@NullMarked
package app.rostrum.desktop;

import org.jspecify.annotations.NullMarked;
