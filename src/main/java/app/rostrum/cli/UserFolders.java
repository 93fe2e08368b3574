package app.rostrum.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/** Where a user's files belong, by the customs of the system (XDG on Linux). */
public final class UserFolders {
  private UserFolders() {}

  /** What must not be lost. */
  public static Path data() {
    return folder("XDG_DATA_HOME", ".local/share");
  }

  /** What other processes of this user look up: which embedded cloud runs where. */
  static Path state() {
    return folder("XDG_STATE_HOME", ".local/state");
  }

  /** Preferences. */
  public static Path config() {
    return folder("XDG_CONFIG_HOME", ".config");
  }

  private static Path folder(String variable, String underHome) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    Path home = Path.of(System.getProperty("user.home", "."));
    if (system.contains("win")) {
      String local = System.getenv("LOCALAPPDATA");
      return (local == null ? home : Path.of(local)).resolve("Rostrum");
    }
    if (system.contains("mac")) {
      return home.resolve("Library/Application Support/Rostrum");
    }
    String chosen = System.getenv(variable);
    return (chosen == null || chosen.isEmpty() ? home.resolve(underHome) : Path.of(chosen))
        .resolve("rostrum");
  }

  /** Makes a folder that only its owner may read. */
  public static Path secure(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    return folder;
  }
}
