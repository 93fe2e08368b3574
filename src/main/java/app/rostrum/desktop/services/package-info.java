/** What the screens need from the rest of the house, given by the launcher. */
@NullMarked
package app.rostrum.desktop.services;

import org.jspecify.annotations.NullMarked;
