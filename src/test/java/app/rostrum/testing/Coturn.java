package app.rostrum.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A TURN server on loopback that is reached by TCP: coturn of the system. It gives out its relayed
 * addresses at {@value #RELAY}, and takes credentials made of the secret {@value #SECRET}.
 */
public final class Coturn implements AutoCloseable {
  public static final String RELAY = "127.0.0.8";
  public static final String SECRET = "shared";
  private static final Path PROGRAM = Path.of("/usr/bin/turnserver");

  private final Process process;
  private final int port;
  private final Path secretFile;

  private Coturn(Process process, int port, Path secretFile) {
    this.process = process;
    this.port = port;
    this.secretFile = secretFile;
  }

  /**
   * Starts one, or skips the test if there is none in the system.
   *
   * @param folder for its files
   */
  public static Coturn start(Path folder) throws IOException {
    assumeTrue(Files.isExecutable(PROGRAM), "coturn is not installed");
    int port = FreePort.find();
    Process process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "-n",
                "--listening-ip=127.0.0.1",
                "--relay-ip=" + RELAY,
                "--listening-port=" + port,
                "--no-udp",
                "--no-tls",
                "--no-dtls",
                "--no-cli",
                "--allow-loopback-peers",
                "--use-auth-secret",
                "--static-auth-secret=" + SECRET,
                "--realm=rostrum.example",
                "--pidfile=" + folder.resolve("turn.pid"),
                "--userdb=" + folder.resolve("turn.db"),
                "--log-file=" + folder.resolve("turn.log"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("turn.out").toFile())
            .start();
    await()
        .ignoreExceptions()
        .until(
            () -> {
              new Socket("127.0.0.1", port).close();
              return true;
            });
    Path secret = Files.writeString(folder.resolve("turn.secret"), SECRET + "\n");
    return new Coturn(process, port, secret);
  }

  public String url() {
    return "turn:127.0.0.1:" + port + "?transport=tcp";
  }

  public Path secretFile() {
    return secretFile;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
