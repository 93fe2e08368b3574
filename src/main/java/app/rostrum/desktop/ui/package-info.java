/** Parts that the screens share: appearance, texts, the UI thread, dialogs and messages. */
@NullMarked
package app.rostrum.desktop.ui;

import org.jspecify.annotations.NullMarked;
