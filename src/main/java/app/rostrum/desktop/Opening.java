package app.rostrum.desktop;

import app.rostrum.desktop.services.Arrivals;
import java.util.Optional;

/**
 * The way in which the app was opened.
 *
 * @param invitation the link with which it was opened, as it came from outside
 * @param arrivals the links that come later
 * @param profile the name of the profile, shown in the title; empty for the usual one
 */
public record Opening(Optional<String> invitation, Arrivals arrivals, Optional<String> profile) {
  /** Opens it by itself, in the usual profile. */
  public static Opening plain() {
    return new Opening(Optional.empty(), new Arrivals(), Optional.empty());
  }
}
