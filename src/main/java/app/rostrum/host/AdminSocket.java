package app.rostrum.host;

import app.rostrum.files.OwnerOnly;
import app.rostrum.files.PrivateFile;
import app.rostrum.files.TemporaryFolder;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local socket by which the operator of a server gives commands. Each connection carries one
 * line and is answered by one. Only the user whose server it is and root get in: the folder of the
 * socket is closed to others, and where the system tells who connects, that is looked at as well.
 */
final class AdminSocket implements AutoCloseable {
  /** The longest command, in bytes. */
  static final int LONGEST_REQUEST = 16 * 1024;

  /** The time in which a command has to arrive, and then its answer to be taken. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The connections that are served at the same time; further ones wait. */
  static final int CONNECTIONS = 8;

  private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);
  private static final String ROOT = "root";

  private final ServerSocketChannel server;
  private final Path path;
  private final Optional<AutoCloseable> elsewhere;
  private final UnaryOperator<String> answers;
  private final Duration patience;
  private final Timers timers = Timers.create("admin");
  private final Semaphore places = new Semaphore(CONNECTIONS);

  private AdminSocket(
      ServerSocketChannel server,
      Path path,
      Optional<AutoCloseable> elsewhere,
      UnaryOperator<String> answers,
      Duration patience) {
    this.server = server;
    this.path = path;
    this.elsewhere = elsewhere;
    this.answers = answers;
    this.patience = patience;
  }

  /**
   * Opens the socket of a data folder that this process has locked, so that one that is there is
   * left from a process that was killed.
   *
   * @param answers answers a line by a line; called on several threads
   */
  static AdminSocket open(Path data, UnaryOperator<String> answers) throws IOException {
    return open(data, answers, PATIENCE);
  }

  static AdminSocket open(Path data, UnaryOperator<String> answers, Duration patience)
      throws IOException {
    AdminAddress.prepare(data);
    Path path = AdminAddress.usual(data);
    Optional<AutoCloseable> elsewhere = Optional.empty();
    Backup.forget(AdminAddress.folder(data), 0);
    Files.deleteIfExists(AdminAddress.elsewhere(data));
    if (!AdminAddress.fits(path)) {
      TemporaryFolder folder = TemporaryFolder.create("rostrum");
      path = folder.path().resolve("socket");
      new PrivateFile(AdminAddress.elsewhere(data))
          .write(path.toString().getBytes(StandardCharsets.UTF_8));
      elsewhere = Optional.of(folder);
    }
    Files.deleteIfExists(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean open = false;
    try {
      server.bind(UnixDomainSocketAddress.of(path));
      OwnerOnly.restrict(path);
      open = true;
    } finally {
      if (!open) {
        server.close();
      }
    }
    var socket = new AdminSocket(server, path, elsewhere, answers, patience);
    Threads.startVirtual("admin", socket::accept);
    return socket;
  }

  private void accept() {
    while (server.isOpen()) {
      places.acquireUninterruptibly();
      boolean served = false;
      try {
        SocketChannel connection = server.accept();
        Threads.startVirtual("admin-request", () -> serve(connection));
        served = true;
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("a command of the operator could not be taken", e);
      } finally {
        if (!served) {
          places.release();
        }
      }
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      if (!isOperator(connection)) {
        LOG.warn("somebody else than the operator has tried to give a command");
        return;
      }
      Optional<String> line = within(connection, () -> read(connection));
      if (line.isPresent()) {
        ByteBuffer answer =
            ByteBuffer.wrap((answers.apply(line.get()) + "\n").getBytes(StandardCharsets.UTF_8));
        var unused =
            within(
                connection,
                () -> {
                  while (answer.hasRemaining()) {
                    connection.write(answer);
                  }
                  return true;
                });
      }
    } catch (IOException e) {
      LOG.debug("the operator's command went away", e);
    } finally {
      places.release();
    }
  }

  private interface Exchange<T> {
    T run() throws IOException;
  }

  private <T> T within(SocketChannel connection, Exchange<T> exchange) throws IOException {
    Timers.Timer late =
        timers.after(
            patience,
            () -> {
              try {
                connection.close();
              } catch (IOException e) {
                LOG.debug("a late connection", e);
              }
            });
    try {
      return exchange.run();
    } finally {
      late.cancel();
    }
  }

  private boolean isOperator(SocketChannel connection) throws IOException {
    if (!connection.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
      return true;
    }
    return isOperator(
        connection.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName(),
        Files.getOwner(path).getName());
  }

  static boolean isOperator(String user, String owner) {
    return user.equals(ROOT) || user.equals(owner);
  }

  /** Reads a line; empty if it is too long or does not end. */
  private static Optional<String> read(SocketChannel connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LONGEST_REQUEST);
    int looked = 0;
    while (buffer.hasRemaining() && connection.read(buffer) >= 0) {
      for (; looked < buffer.position(); looked++) {
        if (buffer.get(looked) == '\n') {
          return Optional.of(new String(buffer.array(), 0, looked, StandardCharsets.UTF_8));
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws Exception {
    server.close();
    timers.close();
    Files.deleteIfExists(path);
    if (elsewhere.isPresent()) {
      elsewhere.get().close();
    }
  }
}
