package app.rostrum.cloud.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the database cannot be opened, read or written. Its message is one sentence for the
 * person who runs the cloud: the path, the cause and a way on.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Reasons, by what a person can do about them. */
  public enum Reason {
    /** The disk has no room for the change. */
    FULL,
    /** The file is no database, or parts of it are missing or overwritten. */
    DAMAGED,
    /** The system lets us read the file or its folder but not write it. */
    READ_ONLY,
    /** A later version of Rostrum has written the database. */
    NEWER,
    /** Any other failure. */
    OTHER
  }

  // The primary result codes of SQLite, https://www.sqlite.org/rescode.html
  private static final int PRIMARY = 0xff;
  private static final int READONLY = 8;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int NOTADB = 26;

  private final Reason reason;

  private StoreException(Reason reason, String message, @Nullable Throwable cause) {
    // A full disk is no riddle, and each request says so until somebody makes room.
    super(message, cause, true, reason != Reason.FULL);
    this.reason = reason;
  }

  /**
   * Explains a failure of SQLite.
   *
   * @param database its path, or what else it is called
   * @param diskFull whether the disk has no room, which SQLite reports as an I/O error where it
   *     maps or syncs a file
   */
  static StoreException of(String database, SQLException cause, boolean diskFull) {
    return switch (cause.getErrorCode() & PRIMARY) {
      case FULL -> full(database, cause);
      case IOERR -> diskFull ? full(database, cause) : other(database, cause);
      case CORRUPT, NOTADB -> damaged(database, cause);
      case READONLY -> readOnly(database, cause);
      default -> other(database, cause);
    };
  }

  static StoreException full(String database, @Nullable SQLException cause) {
    return new StoreException(
        Reason.FULL,
        "the disk that holds " + database + " is full; free some space and try again",
        cause);
  }

  static StoreException damaged(String database, @Nullable Throwable cause) {
    return new StoreException(
        Reason.DAMAGED,
        database
            + " is damaged or not a database; put a backup in its place, or move it away to start"
            + " with an empty one",
        cause);
  }

  static StoreException readOnly(String database, @Nullable SQLException cause) {
    return new StoreException(
        Reason.READ_ONLY,
        database
            + " cannot be written; give this user the right to write the file and its folder,"
            + " or choose another folder",
        cause);
  }

  static StoreException newer(String database, int version, int known) {
    return new StoreException(
        Reason.NEWER,
        "%s was written by a newer Rostrum (version %d of the database, this Rostrum knows %d);"
                .formatted(database, version, known)
            + " use that Rostrum, or choose another folder",
        null);
  }

  static StoreException other(String database, Exception cause) {
    return new StoreException(
        Reason.OTHER,
        "%s cannot be used (%s); check that its folder is there and that this user may write it"
            .formatted(database, cause.getMessage()),
        cause);
  }

  /** Explains that what was accepted waits to be written; its outcome is not known. */
  static StoreException delayed(String database, StoreException cause) {
    return new StoreException(
        Reason.OTHER,
        "what was last written to %s is not on disk yet and will be tried again (%s)"
            .formatted(database, cause.getMessage()),
        cause);
  }

  static StoreException unsynced(String database, Exception cause) {
    return new StoreException(
        Reason.OTHER,
        "the disk has failed to keep what was written to %s (%s); check the disk and start again"
            .formatted(database, cause.getMessage()),
        cause);
  }

  /** Returns the reason. */
  public Reason reason() {
    return reason;
  }
}
