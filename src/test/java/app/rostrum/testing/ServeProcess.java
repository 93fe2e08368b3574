package app.rostrum.testing;

import com.google.gson.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code rostrum serve} in a process of its own, which can end and start again on its port and its
 * data.
 */
public final class ServeProcess implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final String label;
  private final Path data;
  private final List<String> more;
  private RostrumProcess process;
  private JsonObject ready;

  private ServeProcess(String label, int port, Path data, List<String> more) throws Exception {
    this.label = label;
    this.data = data;
    this.more = more;
    process = serve(port);
    ready = awaitReady(process);
  }

  /**
   * Starts a server on a free port and waits until it is ready.
   *
   * @param label names its log
   * @param more further options
   */
  public static ServeProcess start(String label, Path data, String... more) throws Exception {
    return start(label, 0, data, more);
  }

  /** Starts a server on this port and waits until it is ready. */
  public static ServeProcess start(String label, int port, Path data, String... more)
      throws Exception {
    return new ServeProcess(label, port, data, List.of(more));
  }

  /** Starts it again, on the same port, after it has ended, and waits until it is ready. */
  public void startAgain() throws Exception {
    process = serve(port());
    ready = awaitReady(process);
  }

  private RostrumProcess serve(int port) throws Exception {
    var arguments =
        Stream.concat(
            Stream.of("serve", "--json", "--port", String.valueOf(port), "--data", data.toString()),
            more.stream());
    return RostrumProcess.start(label, arguments.toArray(String[]::new));
  }

  private static JsonObject awaitReady(RostrumProcess process) throws Exception {
    try {
      return process.await("ready", SOON, event -> true);
    } catch (Throwable e) {
      process.close();
      throw e;
    }
  }

  /** Returns the process that runs now, or ran last. */
  public RostrumProcess process() {
    return process;
  }

  /** Returns what it printed when it was ready. */
  public JsonObject ready() {
    return ready;
  }

  public URI url() {
    return URI.create(ready.get("url").getAsString());
  }

  public int port() {
    return url().getPort();
  }

  public String passcode() {
    return ready.get("passcode").getAsString();
  }

  /** Kills it, as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
