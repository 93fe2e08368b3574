package app.rostrum.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A server in a process of its own, so that it can be killed. Its main class takes the file for its
 * state and its port, and calls {@link #serving} when it is ready.
 */
public final class KillableServer implements AutoCloseable {
  private static final String PORT = "port ";

  private final Class<?> main;
  private final Path file;
  private Process process;
  private int port;

  /** Starts it on any free port and waits until it serves. */
  public KillableServer(Class<?> main, Path file) throws IOException {
    this.main = main;
    this.file = file;
    process = start();
    port = awaitPort();
  }

  public int port() {
    return port;
  }

  /** Kills it as {@code kill -9} does, then starts it again on the same file and port. */
  public void killAndRestart() throws IOException, InterruptedException {
    close();
    process = start();
    port = awaitPort();
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            file.toString(),
            Integer.toString(port))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private int awaitPort() throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(PORT)) {
        return Integer.parseInt(line.substring(PORT.length()));
      }
    }
    throw new IOException(main.getSimpleName() + " did not start");
  }

  /** Announces the port and waits until the process is killed; called by the main class. */
  public static void serving(int port) throws InterruptedException {
    System.out.println(PORT + port);
    new CountDownLatch(1).await();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
