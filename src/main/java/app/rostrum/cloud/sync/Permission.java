package app.rostrum.cloud.sync;

/**
 * The rights of an identity to an object.
 *
 * @param read get and subscribe
 * @param write change data
 * @param manage delete the object and change its metadata
 */
public record Permission(boolean read, boolean write, boolean manage) {
  static final Permission NONE = new Permission(false, false, false);
  static final Permission ALL = new Permission(true, true, true);

  /** The right that a request needs. */
  enum Right {
    READ,
    WRITE,
    MANAGE
  }

  boolean allows(Right right) {
    return switch (right) {
      case READ -> read;
      case WRITE -> write;
      case MANAGE -> manage;
    };
  }
}
