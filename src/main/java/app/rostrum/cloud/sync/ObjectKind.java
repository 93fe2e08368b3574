package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.wire.sync.SyncNotification;

/** The kinds of objects, with their names and codes on the wire. */
enum ObjectKind {
  DOCUMENT("document", "Documents", "ET", SyncNotification.LIVE_DOCUMENT, 54100),
  LIST("list", "Lists", "ES", SyncNotification.LIVE_LIST, 54150),
  MAP("map", "Maps", "MP", SyncNotification.LIVE_MAP, 54200),
  // There is no live message type for streams; the one registered for all objects carries them.
  STREAM("stream", "Streams", "TO", SyncNotification.STRICTLY_ORDERED, 54250);

  private final String type;
  private final String path;
  private final String prefix;
  private final String messageType;
  private final int missingCode;

  ObjectKind(String type, String path, String prefix, String messageType, int missingCode) {
    this.type = type;
    this.path = path;
    this.prefix = prefix;
    this.messageType = messageType;
    this.missingCode = missingCode;
  }

  /** Finds a kind by its name in subscriptions and in the store; unknown ones count as maps. */
  static ObjectKind of(String type) {
    for (ObjectKind kind : values()) {
      if (kind.type.equals(type)) {
        return kind;
      }
    }
    return MAP;
  }

  /** Returns the name in subscriptions, events and the store, for example {@code map}. */
  String type() {
    return type;
  }

  /** Returns the collection's name in addresses, for example {@code Maps}. */
  String path() {
    return path;
  }

  /** Returns the two letters that SIDs begin with. */
  String prefix() {
    return prefix;
  }

  /** Returns the type of notifications with live events. */
  String messageType() {
    return messageType;
  }

  /** Creates the refusal for an object that does not exist. */
  Refusal missing() {
    String name = Character.toUpperCase(type.charAt(0)) + type.substring(1);
    return new Refusal(404, missingCode, name + " not found");
  }
}
