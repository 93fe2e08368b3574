package app.rostrum.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy that lets a test drop or freeze connections between a client and a server. */
public final class TcpProxy implements AutoCloseable {
  private static final int FIRST_OF_TLS = 0x16;

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Object thawed = new Object();
  private volatile boolean webOnly;
  private boolean frozen;

  /** Forwards a new loopback port to a port of this machine. */
  public TcpProxy(int targetPort) throws IOException {
    this(InetAddress.getLoopbackAddress(), targetPort);
  }

  /**
   * Forwards a new port to a port of this machine.
   *
   * @param address the address at which the new port is opened
   */
  public TcpProxy(InetAddress address, int targetPort) throws IOException {
    this(new InetSocketAddress(address, 0), targetPort);
  }

  /**
   * Forwards a port to another one of this machine.
   *
   * @param from where it is opened; port 0 for a new one
   */
  public TcpProxy(InetSocketAddress from, int targetPort) throws IOException {
    target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
    listener = new ServerSocket(from.getPort(), 50, from.getAddress());
    Thread.ofVirtual().name("proxy-accepts").start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Drops all present connections abruptly; new ones are let through. */
  public void dropAll() throws IOException {
    for (Socket socket : sockets) {
      try {
        socket.setSoLinger(true, 0);
      } catch (SocketException e) {
        // Its owner closed it at this moment.
      }
      socket.close();
    }
  }

  /**
   * Stops all traffic in both directions without closing anything, as if a laptop's lid had been
   * closed.
   */
  public void freeze() {
    synchronized (thawed) {
      frozen = true;
    }
  }

  /** Cuts off new connections whose first byte can begin neither HTTP nor TLS. */
  public void letOnlyTheWebThrough() {
    webOnly = true;
  }

  /** Lets the traffic continue. */
  public void thaw() {
    synchronized (thawed) {
      frozen = false;
      thawed.notifyAll();
    }
  }

  private void awaitThaw() throws IOException {
    synchronized (thawed) {
      while (frozen) {
        try {
          thawed.wait();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
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
      // If one end is gone, the other is closed too.
    } finally {
      sockets.remove(near);
      sockets.remove(far);
    }
  }

  private void copy(Socket from, Socket to) {
    try {
      byte[] buffer = new byte[16 * 1024];
      InputStream in = from.getInputStream();
      boolean first = true;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        awaitThaw();
        if (first && webOnly && count > 0 && buffer[0] < FIRST_OF_TLS) {
          from.close();
          to.close();
          return;
        }
        first = false;
        to.getOutputStream().write(buffer, 0, count);
      }
      awaitThaw();
      to.shutdownOutput();
    } catch (IOException e) {
      try {
        awaitThaw();
        to.close();
      } catch (IOException ignored) {
        // It was closed already.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    thaw();
    dropAll();
  }
}
