package app.rostrum.desktop.alerts;

import app.rostrum.desktop.alerts.AlertNotifications.Kind;
import app.rostrum.desktop.services.Preference;
import app.rostrum.desktop.services.PreferenceStore;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

/** The person's choice of alerts, as properties that are kept at each change. UI thread only. */
public final class AlertSettings {
  private final ObjectProperty<Boolean> sounds;
  private final ObjectProperty<Boolean> applause;
  private final ObjectProperty<Boolean> headphones;
  private final ObjectProperty<Boolean> notifications;
  private final ObjectProperty<Boolean> readMessages;
  private final Map<Kind, ObjectProperty<Boolean>> kinds = new EnumMap<>(Kind.class);
  private final Map<Cue, ObjectProperty<Boolean>> cues = new EnumMap<>(Cue.class);

  public AlertSettings(PreferenceStore store) {
    sounds = kept(store, "sounds", true);
    applause = kept(store, "sound-applause", true);
    headphones = kept(store, "sounds-on-air", false);
    notifications = kept(store, "notifications", true);
    readMessages = kept(store, "read-messages", false);
    for (Kind kind : Kind.values()) {
      kinds.put(kind, kept(store, "notification-" + kind.id(), true));
    }
    for (Cue cue : Cue.values()) {
      cues.put(cue, kept(store, "sound-" + cue.id(), true));
    }
  }

  private static ObjectProperty<Boolean> kept(PreferenceStore store, String key, boolean standard) {
    Preference<Boolean> preference = Preference.flag(key, standard);
    var property = new SimpleObjectProperty<>(store.get(preference));
    property.subscribe((was, is) -> store.put(preference, is));
    return property;
  }

  /** Returns whether a cue is to be heard. */
  boolean wants(Cue cue) {
    return sounds.get() && cueProperty(cue).get();
  }

  boolean wantsApplause() {
    return sounds.get() && applause.get();
  }

  /** True if applause is wanted while there are sounds. */
  public ObjectProperty<Boolean> applauseProperty() {
    return applause;
  }

  /** Returns whether a notification is to be shown. */
  boolean wants(Kind kind) {
    return notifications.get() && notificationProperty(kind).get();
  }

  /** True if there are notifications at all. */
  public ObjectProperty<Boolean> notificationsProperty() {
    return notifications;
  }

  /** True if a notification is wanted while there are any. */
  public ObjectProperty<Boolean> notificationProperty(Kind kind) {
    return Objects.requireNonNull(kinds.get(kind));
  }

  /** True if screen readers read new messages of the chat aloud. */
  public ObjectProperty<Boolean> readMessagesProperty() {
    return readMessages;
  }

  /** True if there are sounds at all. */
  public ObjectProperty<Boolean> soundsProperty() {
    return sounds;
  }

  /** True if sounds are played while the microphone is open, too, for a person with headphones. */
  public ObjectProperty<Boolean> headphonesProperty() {
    return headphones;
  }

  /** True if a cue is wanted while there are sounds. */
  public ObjectProperty<Boolean> cueProperty(Cue cue) {
    return Objects.requireNonNull(cues.get(cue));
  }
}
