package app.rostrum.cloud.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Keeps the file of a database, and those that SQLite makes beside it with the same mode, readable
 * for their owner only: they hold keys and the passcode. Does nothing where files have no modes.
 */
final class PrivateFile {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFile() {}

  /** Creates an empty file, which is an empty database, unless there is one. */
  static void create(Path file) throws IOException {
    if (POSIX) {
      try {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      } catch (FileAlreadyExistsException e) {
        // Its mode is changed only after its version is known to be ours.
      }
    }
  }

  /** Takes the rights of others from a database made by an earlier version. */
  static void restrict(Path file) throws IOException {
    if (POSIX) {
      for (String suffix : List.of("", "-wal", "-shm")) {
        restrictOne(file.resolveSibling(file.getFileName() + suffix));
      }
    }
  }

  private static void restrictOne(Path file) throws IOException {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (mode.retainAll(OWNER_ONLY)) {
        Files.setPosixFilePermissions(file, mode);
      }
    } catch (NoSuchFileException e) {
      // SQLite makes these files when it needs them, with the mode of the database.
    }
  }
}
