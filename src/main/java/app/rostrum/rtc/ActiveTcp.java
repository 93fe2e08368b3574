package app.rostrum.rtc;

import app.rostrum.threads.Threads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TCP connections that an end with checks of its own opens to the other end's passive
 * candidates (RFC 6544). Safe for any thread.
 */
final class ActiveTcp {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveTcp.class);
  private static final int MOST = 8;
  private static final int CONNECT_MILLIS = 10_000;
  private static final int SEND_BUFFER = 32 * 1024;
  private static final int READ = 8 * 1024;

  private final MediaPort port;
  private final Set<InetSocketAddress> tried = new HashSet<>();
  private final List<TcpPath> paths = new ArrayList<>();
  private boolean closed;

  ActiveTcp(MediaPort port) {
    this.port = port;
  }

  /**
   * Connects, once to each address and to a few only, and returns at once.
   *
   * @param connected takes the path, on a virtual thread
   */
  void connect(InetSocketAddress to, Consumer<TcpPath> connected) {
    synchronized (this) {
      if (closed || tried.size() == MOST || !tried.add(to)) {
        return;
      }
    }
    Threads.startVirtual("rtc-tcp", () -> run(to, connected));
  }

  private void run(InetSocketAddress to, Consumer<TcpPath> connected) {
    try (SocketChannel channel = SocketChannel.open()) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
      channel.socket().connect(to, CONNECT_MILLIS);
      TcpPath path = port.join(new Stream(channel, to), () -> {});
      synchronized (this) {
        if (closed) {
          return;
        }
        paths.add(path);
      }
      path.admit(); // The candidate came by signaling: the other end is no stranger.
      connected.accept(path);
      read(channel, path);
    } catch (IOException e) {
      LOG.debug("no TCP path to {}: {}", to, e.toString());
    } finally {
      synchronized (this) {
        tried.remove(to);
      }
    }
  }

  private void read(SocketChannel channel, TcpPath path) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(READ);
    try {
      while (channel.read(bytes) >= 0) {
        path.received(bytes.flip());
        bytes.clear();
      }
    } finally {
      path.close();
      synchronized (this) {
        paths.remove(path);
      }
    }
  }

  /** Ends all connections; there are no further ones. */
  void close() {
    List<TcpPath> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(paths);
    }
    all.forEach(TcpPath::close);
  }

  private record Stream(SocketChannel channel, InetSocketAddress remote) implements ByteStream {
    @Override
    public void write(ByteBuffer data, Runnable done) {
      Threads.startVirtual(
          "rtc-tcp-write",
          () -> {
            try {
              while (data.hasRemaining()) {
                channel.write(data);
              }
            } catch (IOException e) {
              close();
            } finally {
              done.run();
            }
          });
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("a connection did not close cleanly", e);
      }
    }
  }
}
