package app.rostrum.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Creates files and folders that only their owner can read, because they hold keys, passcodes and
 * chats. Where files have no modes it leaves them as the system makes them.
 */
public final class OwnerOnly {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final Set<PosixFilePermission> OF_FILES =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OF_FOLDERS =
      PosixFilePermissions.fromString("rwx------");

  private OwnerOnly() {}

  /**
   * Creates a folder and what is missing of its parents. One that exists keeps its mode: others may
   * have a reason to look into it.
   */
  public static Path createFolder(Path folder) throws IOException {
    return Files.createDirectories(folder, mode(OF_FOLDERS));
  }

  /**
   * Creates a folder, or takes the rights of others from one that is there.
   *
   * @throws IOException if there is something else of this name, or the folder of another user
   */
  public static Path createPrivateFolder(Path folder) throws IOException {
    createFolder(folder);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(folder.toString());
    }
    if (POSIX && !Files.getPosixFilePermissions(folder).equals(OF_FOLDERS)) {
      Files.setPosixFilePermissions(folder, OF_FOLDERS);
    }
    return folder;
  }

  /** Creates an empty file unless there is one, which keeps its mode. */
  public static void createFile(Path file) throws IOException {
    try {
      Files.createFile(file, mode(OF_FILES));
    } catch (FileAlreadyExistsException e) {
      // Whether it is ours is not known here.
    }
  }

  /** Takes the rights of others from a file; does nothing if it is missing. */
  public static void restrict(Path file) throws IOException {
    if (POSIX) {
      try {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (mode.retainAll(OF_FILES)) {
          Files.setPosixFilePermissions(file, mode);
        }
      } catch (NoSuchFileException e) {
        // There is nothing to restrict.
      }
    }
  }

  /** Takes the rights of others from a folder. */
  public static void restrictFolder(Path folder) throws IOException {
    if (POSIX) {
      Files.setPosixFilePermissions(folder, OF_FOLDERS);
    }
  }

  private static FileAttribute<?>[] mode(Set<PosixFilePermission> permissions) {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
