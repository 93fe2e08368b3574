package app.rostrum.desktop.services;

import java.nio.file.Path;

/** Thrown when hosting on this computer fails for a reason that a person can do something about. */
public final class HostingException extends Exception {
  private static final long serialVersionUID = 1;

  /** Reasons, by what a person can do about them. */
  public enum Reason {
    PORT_IN_USE,
    /** Another Rostrum uses the folder. */
    FOLDER_IN_USE,
    FOLDER_UNWRITABLE,
    DISK_FULL,
    DATA_DAMAGED,
    /** A later version of Rostrum has written the data. */
    DATA_NEWER
  }

  private final Reason reason;
  private final String folder;

  /**
   * @param folder the folder of the data
   * @param cause its message is for the log
   */
  public HostingException(Reason reason, Path folder, Throwable cause) {
    super(cause.getMessage(), cause);
    this.reason = reason;
    this.folder = folder.toString();
  }

  public Reason reason() {
    return reason;
  }

  /** Returns the folder of the data. */
  public String folder() {
    return folder;
  }
}
