package app.rostrum.desktop.grid;

import app.rostrum.stream.Reaction;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The properties of one speaker that a tile shows. */
public final class SpeakerItem {
  private static final double AUDIBLE = 0.015;

  private final String identity;
  private final boolean self;
  final ReadOnlyBooleanWrapper host = new ReadOnlyBooleanWrapper();
  final ReadOnlyBooleanWrapper muted = new ReadOnlyBooleanWrapper();
  final ReadOnlyBooleanWrapper silenced = new ReadOnlyBooleanWrapper();
  final ReadOnlyBooleanWrapper reconnecting = new ReadOnlyBooleanWrapper();
  final ReadOnlyBooleanWrapper dominant = new ReadOnlyBooleanWrapper();
  final ReadOnlyDoubleWrapper level = new ReadOnlyDoubleWrapper();
  final ReadOnlyIntegerWrapper quality = new ReadOnlyIntegerWrapper();

  final ReadOnlyObjectWrapper<Optional<Reaction>> reaction =
      new ReadOnlyObjectWrapper<>(Optional.empty());

  /** The number of the state in which the speaker was last heard; 0 means never. */
  long lastHeard;

  SpeakerItem(String identity, boolean self) {
    this.identity = identity;
    this.self = self;
  }

  public String identity() {
    return identity;
  }

  public boolean self() {
    return self;
  }

  public ReadOnlyBooleanProperty hostProperty() {
    return host.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty mutedProperty() {
    return muted.getReadOnlyProperty();
  }

  /** True if this person has muted the speaker for nobody but themselves. */
  public ReadOnlyBooleanProperty silencedProperty() {
    return silenced.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty reconnectingProperty() {
    return reconnecting.getReadOnlyProperty();
  }

  /** The speaker's latest reaction, for some seconds. */
  public ReadOnlyObjectProperty<Optional<Reaction>> reactionProperty() {
    return reaction.getReadOnlyProperty();
  }

  /** True for the speaker who has been loudest recently. */
  public ReadOnlyBooleanProperty dominantProperty() {
    return dominant.getReadOnlyProperty();
  }

  /** The level of the voice, 0 to 1, linear. */
  public ReadOnlyDoubleProperty levelProperty() {
    return level.getReadOnlyProperty();
  }

  /**
   * The quality of the speaker's connection, 1 (bad) to 5; 0 if unknown, as it is in the audience.
   */
  public ReadOnlyIntegerProperty qualityProperty() {
    return quality.getReadOnlyProperty();
  }

  boolean audible() {
    return level.get() > AUDIBLE;
  }
}
