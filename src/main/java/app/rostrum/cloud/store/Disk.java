package app.rostrum.cloud.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** The disk below a database: the one that is there, or one that is slow, failing or full. */
@FunctionalInterface
public interface Disk {
  /**
   * Free space in bytes below which a disk counts as full, if it is no more than an eighth of the
   * disk. What was queued while there was more finds room: a change takes at most two rows of 16
   * KiB and some pages of 4 KiB.
   */
  long ROOM = 8 << 20;

  /** Runs before each sync, on the thread of one of those who wait for it, without a lock. */
  void beforeSync() throws IOException;

  /** Returns whether changes of the database are refused for want of room. */
  default boolean isFull(Path database) {
    File file = database.toFile();
    return isFull(file.getUsableSpace(), file.getTotalSpace());
  }

  /**
   * Returns whether a disk counts as full.
   *
   * @param size in bytes; 0 if the file system tells neither of both
   */
  static boolean isFull(long free, long size) {
    return free < Math.min(ROOM, size / 8);
  }
}
