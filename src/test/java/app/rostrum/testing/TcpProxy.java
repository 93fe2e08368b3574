package app.rostrum.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a client and a server so that a test can drop their connections. */
public final class TcpProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** Forwards a new loopback port to a port of this machine. */
  public TcpProxy(int targetPort) throws IOException {
    target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("proxy-accepts").start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Drops every connection that passes now, without a goodbye; new ones are let through. */
  public void dropAll() throws IOException {
    for (Socket socket : sockets) {
      try {
        socket.setSoLinger(true, 0);
      } catch (SocketException e) {
        // Closed by its owner in this moment: dropped all the same.
      }
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listener.accept();
        Socket far = new Socket();
        sockets.add(near);
        sockets.add(far);
        Thread.ofVirtual().start(() -> join(near, far));
      }
    } catch (IOException e) {
      // Closed: the proxy is over.
    }
  }

  private void join(Socket near, Socket far) {
    try (near;
        far) {
      far.connect(target, 5000);
      Thread back = Thread.ofVirtual().start(() -> copy(far, near));
      copy(near, far);
      back.join();
    } catch (IOException | InterruptedException e) {
      // Either end is gone: so is the other.
    } finally {
      sockets.remove(near);
      sockets.remove(far);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      try {
        to.close();
      } catch (IOException ignored) {
        // It is gone already.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    dropAll();
  }
}
