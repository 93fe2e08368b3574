/** The services that the launcher gives to the screens. */
@NullMarked
package app.rostrum.desktop.services;

import org.jspecify.annotations.NullMarked;
