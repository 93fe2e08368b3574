package app.rostrum.desktop.grid;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/** One speaker, as a tile shows it. */
public final class SpeakerItem {
  private static final double AUDIBLE = 0.015;

  private final String identity;
  private final boolean self;
  final ReadOnlyBooleanWrapper host = new ReadOnlyBooleanWrapper();
  final ReadOnlyBooleanWrapper muted = new ReadOnlyBooleanWrapper();
  final ReadOnlyBooleanWrapper reconnecting = new ReadOnlyBooleanWrapper();
  final ReadOnlyBooleanWrapper dominant = new ReadOnlyBooleanWrapper();
  final ReadOnlyDoubleWrapper level = new ReadOnlyDoubleWrapper();
  final ReadOnlyIntegerWrapper quality = new ReadOnlyIntegerWrapper();

  /** When last heard, counted in states; 0 is never. */
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

  public ReadOnlyBooleanProperty reconnectingProperty() {
    return reconnecting.getReadOnlyProperty();
  }

  /** Whether this one has spoken loudest of late. */
  public ReadOnlyBooleanProperty dominantProperty() {
    return dominant.getReadOnlyProperty();
  }

  /** Of the voice, 0 to 1, linear. */
  public ReadOnlyDoubleProperty levelProperty() {
    return level.getReadOnlyProperty();
  }

  /** Of the connection, 1 (bad) to 5; 0 where it is not known: an audience does not learn it. */
  public ReadOnlyIntegerProperty qualityProperty() {
    return quality.getReadOnlyProperty();
  }

  boolean audible() {
    return level.get() > AUDIBLE;
  }
}
