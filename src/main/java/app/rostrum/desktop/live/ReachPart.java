package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.Pins;
import javafx.scene.layout.Region;

/** Makes the part of the invitation card that says, and changes, who can reach this computer. */
@FunctionalInterface
public interface ReachPart {
  /**
   * Makes the part for one card.
   *
   * @param changed to be run on the UI thread when the invitation has become another one
   * @param pins end with the card
   */
  Region make(Runnable changed, Pins pins);
}
