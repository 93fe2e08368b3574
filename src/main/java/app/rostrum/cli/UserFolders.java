package app.rostrum.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The folders for a user's files, by the conventions of the system (XDG on Linux). */
public final class UserFolders {
  private UserFolders() {}

  /** Returns the data folder: state that must survive a reinstall. */
  public static Path data() {
    return folder("XDG_DATA_HOME", ".local/share");
  }

  /** Returns the state folder: facts about running processes, for the user's other processes. */
  public static Path state() {
    return folder("XDG_STATE_HOME", ".local/state");
  }

  /** Returns the folder for preferences. */
  public static Path config() {
    return folder("XDG_CONFIG_HOME", ".config");
  }

  /**
   * Returns the folders for sockets, the best first: that of the session on Linux, which is gone
   * after it (XDG_RUNTIME_DIR), or else one of the state folder.
   */
  public static List<Path> runtime() {
    String session = System.getenv("XDG_RUNTIME_DIR");
    return Stream.concat(
            Stream.ofNullable(session)
                .filter(path -> path.startsWith("/"))
                .map(path -> Path.of(path, "rostrum")),
            Stream.of(state().resolve("run")))
        .toList();
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
}
