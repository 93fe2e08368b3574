package app.rostrum.app;

import app.rostrum.cli.Pause;
import app.rostrum.files.OwnerOnly;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one running app of a profile. It holds a lock, which the system releases even after a kill,
 * and listens at a socket in a folder of the user's own, so that nobody else can connect. There a
 * second start hands over its link, as a line {@code open LINK} in the form of a URL's query, and
 * is answered {@code taken}, or {@code closing} if it has to wait and go on by itself.
 */
final class RunningApp implements AutoCloseable {
  /** A request is longer than any link that can be read, with each character escaped. */
  private static final int LONGEST_LINK = 5_000;

  private static final int LONGEST_REQUEST = 16 * LONGEST_LINK;
  private static final int MOST_AT_ONCE = 8;

  /** The time for which another start may keep its connection. */
  private static final Duration LONGEST_CALL = Duration.ofSeconds(30);

  private static final Duration REST = Duration.ofMillis(200);

  /** The path of a socket has this many bytes at most on every system (104 on macOS). */
  private static final int LONGEST_PATH = 100;

  private static final Pattern REQUEST = Pattern.compile("open (\\S*)\n");
  private static final Set<StandardOpenOption> WRITE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  private final FileChannel lock;
  private final ServerSocketChannel server;
  private final Path socket;
  private final Semaphore calls = new Semaphore(MOST_AT_ONCE);
  private final Timers timers = Timers.create("second-start");

  private RunningApp(FileChannel lock, ServerSocketChannel server, Path socket) {
    this.lock = lock;
    this.server = server;
    this.socket = socket;
  }

  /**
   * Becomes the running app.
   *
   * @param socket where to listen, beside which the lock is
   * @return empty if there is a running app already
   * @throws IOException if that cannot be told here, or the folder is another user's
   */
  static Optional<RunningApp> become(Path socket) throws IOException {
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      throw new SocketException("the path is too long for a socket");
    }
    Path folder = socket.toAbsolutePath().getParent();
    if (folder != null) {
      OwnerOnly.createPrivateFolder(folder);
    }
    FileChannel lock =
        FileChannel.open(socket.resolveSibling(socket.getFileName() + ".lock"), WRITE);
    ServerSocketChannel server = null;
    boolean listens = false;
    try {
      if (!isLocked(lock)) {
        return Optional.empty();
      }
      // One that was killed leaves its socket behind.
      Files.deleteIfExists(socket);
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket));
      listens = true;
      return Optional.of(new RunningApp(lock, server, socket));
    } finally {
      if (!listens) {
        if (server != null) {
          server.close();
        }
        lock.close();
      }
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /**
   * Begins to take links from other starts; they wait until then.
   *
   * @param open takes a link, or none if only the window is wanted; completes with false if the app
   *     is closing. Called on any thread
   */
  void answer(Function<Optional<String>, CompletableFuture<Boolean>> open) {
    Threads.startVirtual("second-starts", () -> accept(open));
  }

  private void accept(Function<Optional<String>, CompletableFuture<Boolean>> open) {
    while (server.isOpen()) {
      try {
        SocketChannel call = server.accept();
        if (calls.tryAcquire()) {
          Threads.startVirtual("second-start", () -> answer(call, open));
        } else {
          call.close();
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // This one has gone again, or there are too many open files at the moment.
        Pause.of(REST);
      }
    }
  }

  private void answer(
      SocketChannel call, Function<Optional<String>, CompletableFuture<Boolean>> open) {
    Timers.Timer end = timers.after(LONGEST_CALL, () -> close(call));
    try (call) {
      Matcher request = REQUEST.matcher(readLine(call, LONGEST_REQUEST));
      String answer = "refused";
      if (request.matches()) {
        Optional<String> link =
            Optional.of(URLDecoder.decode(request.group(1), StandardCharsets.UTF_8))
                .filter(text -> !text.isEmpty());
        answer =
            open.apply(link).get(LONGEST_CALL.toSeconds(), TimeUnit.SECONDS) ? "taken" : "closing";
      }
      call.write(StandardCharsets.UTF_8.encode(answer + "\n"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | IllegalArgumentException | ExecutionException | TimeoutException e) {
      // Whoever called does not speak this, or is gone, or the window hangs.
      close(call);
    } finally {
      end.cancel();
      calls.release();
    }
  }

  /** Reads up to the end of a line, or as much as is allowed. */
  private static String readLine(SocketChannel from, int most) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(most);
    while (read.hasRemaining() && from.read(read) >= 0) {
      if (read.position() > 0 && read.get(read.position() - 1) == '\n') {
        break;
      }
    }
    return StandardCharsets.UTF_8.decode(read.flip()).toString();
  }

  private static void close(SocketChannel call) {
    try {
      call.close();
    } catch (IOException e) {
      // It is gone as well.
    }
  }

  /** The answer of the running app to another start. */
  enum Answer {
    /** It has the link and shows it. */
    TAKEN,

    /** There is no running app, or it is about to end; this one may go on by itself soon. */
    GONE,

    /** There is one, which refuses. */
    REFUSED
  }

  /** Hands a link to the running app. Blocks until it answers or the thread is interrupted. */
  static Answer hand(Path socket, Optional<String> link) {
    try (SocketChannel call = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      // A longer one cannot be read in any case, and is told so.
      String request =
          link.map(text -> text.length() > LONGEST_LINK ? text.substring(0, LONGEST_LINK) : text)
              .map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8))
              .orElse("");
      ByteBuffer line = StandardCharsets.UTF_8.encode("open " + request + "\n");
      while (line.hasRemaining()) {
        call.write(line);
      }
      return switch (readLine(call, 16)) {
        case "taken\n" -> Answer.TAKEN;
        case "refused\n" -> Answer.REFUSED;
        default -> Answer.GONE;
      };
    } catch (IOException e) {
      return Answer.GONE;
    }
  }

  @Override
  public void close() throws IOException {
    timers.close();
    try (lock) {
      server.close();
      Files.deleteIfExists(socket);
    }
  }
}
