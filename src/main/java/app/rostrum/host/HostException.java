package app.rostrum.host;

import app.rostrum.cloud.store.StoreException;
import java.io.IOException;

/** Thrown when a host cannot start for a reason that a person can do something about. */
public final class HostException extends IOException {
  private static final long serialVersionUID = 1;

  /** Reasons, by what a person can do about them. */
  public enum Reason {
    PORT_IN_USE,
    /** Another process uses the data folder. */
    FOLDER_IN_USE,
    /** The data folder, or the database in it, cannot be written. */
    FOLDER_UNWRITABLE,
    DISK_FULL,
    DATA_DAMAGED,
    /** A later version of Rostrum has written the data. */
    DATA_NEWER
  }

  private final Reason reason;

  HostException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  HostException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Returns what stands for a failure of the database. */
  static IOException of(StoreException failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure.reason()) {
      case FULL -> new HostException(Reason.DISK_FULL, message, failure);
      case DAMAGED -> new HostException(Reason.DATA_DAMAGED, message, failure);
      case READ_ONLY -> new HostException(Reason.FOLDER_UNWRITABLE, message, failure);
      case NEWER -> new HostException(Reason.DATA_NEWER, message, failure);
      case OTHER -> new IOException(message, failure);
    };
  }

  /** Returns the reason. */
  public Reason reason() {
    return reason;
  }
}
