/** What the screens share: looks, texts, the hop to the UI thread, dialogs, toasts. */
@NullMarked
package app.rostrum.desktop.ui;

import org.jspecify.annotations.NullMarked;
