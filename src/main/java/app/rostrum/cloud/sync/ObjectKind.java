package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.wire.sync.SyncNotification;

/** The kinds of objects that a service holds, and what tells them apart on the wire. */
enum ObjectKind {
  DOCUMENT("document", "Documents", "ET", SyncNotification.LIVE_DOCUMENT, 54100),
  LIST("list", "Lists", "ES", SyncNotification.LIVE_LIST, 54150),
  MAP("map", "Maps", "MP", SyncNotification.LIVE_MAP, 54200),
  // There is no live message type for streams; what is registered for all objects carries them.
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

  /** As subscriptions, events and the store name it; an unknown type counts as a map. */
  static ObjectKind of(String type) {
    for (ObjectKind kind : values()) {
      if (kind.type.equals(type)) {
        return kind;
      }
    }
    return MAP;
  }

  /** For example {@code map}. */
  String type() {
    return type;
  }

  /** The collection's name in addresses, for example {@code Maps}. */
  String path() {
    return path;
  }

  /** What SIDs begin with. */
  String prefix() {
    return prefix;
  }

  /** The type of notifications with live events. */
  String messageType() {
    return messageType;
  }

  Refusal missing() {
    String name = Character.toUpperCase(type.charAt(0)) + type.substring(1);
    return new Refusal(404, missingCode, name + " not found");
  }
}
