package app.rostrum.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** A D-Bus session bus of a test's own, on which only what the test starts answers. */
public final class SessionBus implements AutoCloseable {
  private final Process daemon;
  private final String address;

  private SessionBus(Process daemon, String address) {
    this.daemon = daemon;
    this.address = address;
  }

  /** Returns whether all of these programs are here. */
  public static boolean installed(String... programs) {
    return Stream.of(programs)
        .allMatch(
            program ->
                Stream.of(System.getenv("PATH").split(":"))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
  }

  /**
   * Starts a bus.
   *
   * @param home an empty folder; {@code run} in it becomes the folder of the session
   */
  public static SessionBus start(Path home) throws IOException {
    Path run =
        Files.createDirectory(
            home.resolve("run"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path config =
        Files.writeString(
            home.resolve("bus.conf"),
            "<busconfig><type>session</type><listen>unix:path="
                + run.resolve("bus")
                + "</listen><policy context=\"default\"><allow send_destination=\"*\"/>"
                + "<allow eavesdrop=\"false\"/><allow own=\"*\"/></policy></busconfig>");
    Process daemon =
        new ProcessBuilder("dbus-daemon", "--config-file=" + config, "--nofork", "--print-address")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = daemon.inputReader()) {
      return new SessionBus(daemon, said.readLine().split(",")[0]);
    }
  }

  public String address() {
    return address;
  }

  @Override
  public void close() {
    daemon.destroyForcibly();
  }
}
