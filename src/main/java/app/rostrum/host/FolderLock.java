package app.rostrum.host;

import app.rostrum.files.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Locks a data folder for one process; the system releases the lock even after a kill. */
final class FolderLock implements AutoCloseable {
  private static final Set<StandardOpenOption> WRITE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Creates a folder, if it is missing, and locks it.
   *
   * @throws HostException if another process uses the folder, or it cannot be written
   */
  static FolderLock of(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(OwnerOnly.createFolder(folder).resolve("lock"), WRITE);
    } catch (IOException e) {
      throw new HostException(
          HostException.Reason.FOLDER_UNWRITABLE,
          "the folder %s cannot be written (%s); give this user the right to write it, or choose another folder"
              .formatted(folder, cause(e)),
          e);
    }
    boolean locked = false;
    try {
      locked = lock(channel);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw new HostException(
          HostException.Reason.FOLDER_IN_USE,
          "another Rostrum on this machine uses the folder "
              + folder
              + "; join it with its passcode");
    }
    return new FolderLock(channel);
  }

  /** Returns what the system says; the messages of some exceptions are only a path. */
  private static String cause(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "access denied";
      case FileAlreadyExistsException _ -> "there is a file of that name";
      case FileSystemException system when system.getReason() != null -> system.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
