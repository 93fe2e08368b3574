package app.rostrum.cli;

/**
 * The program as people start it.
 *
 * @param name by which they start it, for examples to copy: {@code ./rostrum} in the source tree,
 *     {@code rostrum} where the desktop package is installed, {@code rostrum-server} in the package
 *     for servers
 */
public record Program(String name) {
  /** Returns this process's, as its launcher told it by {@code -Drostrum.command}. */
  public static Program current() {
    return new Program(System.getProperty("rostrum.command", "rostrum"));
  }

  /** Returns true in the source tree, whose script has commands for developers, too. */
  public boolean isSourceTree() {
    return name.startsWith("./");
  }

  /** Returns true in the package for servers, which has neither JavaFX nor libwebrtc. */
  public boolean isServer() {
    return name.equals("rostrum-server");
  }
}
