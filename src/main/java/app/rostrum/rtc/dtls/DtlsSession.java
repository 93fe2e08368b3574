package app.rostrum.rtc.dtls;

import app.rostrum.threads.Threads;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DTLS association of one connection (RFC 5764). The library blocks, so each association has a
 * virtual thread of its own. The number of handshakes that compute at a time is bounded, so that a
 * crowd that joins does not starve the media; one that waits for the network does not count.
 */
public final class DtlsSession {
  /** The role in the handshake; the client sends first. */
  public enum Side {
    CLIENT,
    SERVER
  }

  /** Takes the session's datagrams and events, on the session's own thread. */
  public interface Events {
    void send(byte[] data, int offset, int length) throws IOException;

    /** The handshake has agreed on SRTP keys. */
    void onKeys(SrtpSession keys);

    /** The handshake has failed. */
    void onFailed(String reason);

    /** {@link DtlsSession#send} works from now on. */
    default void onOpen() {}

    /** Application data, that is SCTP, in a buffer that is reused after the call. */
    default void onData(byte[] data, int length) {}

    /** The association has ended, by a close_notify of the other end or otherwise. */
    void onClosedByPeer();
  }

  private static final Logger LOG = LoggerFactory.getLogger(DtlsSession.class);
  private static final Semaphore COMPUTING =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);
  private static final int QUEUE = 32;

  /** Once the other end is authenticated: as much as a window of data channels. */
  private static final int ESTABLISHED_QUEUE = 1024;

  /** Fits every path that carries an Ethernet frame through a tunnel or two. */
  private static final int SEND_LIMIT = 1200;

  private static final int RECEIVE_LIMIT = 2048;
  private static final byte[] END = {};

  private final Side side;
  private final DtlsIdentity identity;
  private final String remoteFingerprint;
  private final Events events;
  private final BlockingQueue<byte[]> incoming = new LinkedBlockingQueue<>(ESTABLISHED_QUEUE);
  private volatile boolean closed;
  private volatile boolean established;
  private volatile @Nullable DTLSTransport open;

  public DtlsSession(Side side, DtlsIdentity identity, String remoteFingerprint, Events events) {
    this.side = side;
    this.identity = identity;
    this.remoteFingerprint = remoteFingerprint;
    this.events = events;
  }

  public void start(String name) {
    Threads.startVirtual("rtc-dtls-" + name, this::run);
  }

  /**
   * Queues a received datagram.
   *
   * @return false if it was dropped because too many wait
   */
  public boolean feed(byte[] data, int offset, int length) {
    return (established || incoming.size() < QUEUE)
        && incoming.offer(Arrays.copyOfRange(data, offset, offset + length));
  }

  /** Sends close_notify if there is an association, and ends its thread. */
  public void close() {
    closed = true;
    if (!incoming.offer(END)) {
      incoming.clear();
      boolean unused = incoming.offer(END);
    }
  }

  private void run() {
    Datagrams datagrams = new Datagrams();
    DTLSTransport transport = null;
    try {
      COMPUTING.acquire();
      try {
        transport = handshake(datagrams);
        open = transport;
        established = true;
      } finally {
        COMPUTING.release();
      }
      events.onOpen();
      byte[] data = new byte[RECEIVE_LIMIT];
      while (!closed) {
        // Alerts and the peer's repeated last flight are answered by the library meanwhile.
        int length = transport.receive(data, 0, data.length, 60_000);
        if (length > 0) {
          events.onData(data, length);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.debug("DTLS ended", e);
      tellEnd(e);
    } catch (Throwable e) {
      LOG.error("DTLS ended by an error", e);
      tellEnd(e);
    } finally {
      end(transport);
    }
  }

  private void tellEnd(Throwable reason) {
    if (!closed && !established) {
      events.onFailed(String.valueOf(reason.getMessage()));
    } else if (!closed) {
      events.onClosedByPeer();
    }
  }

  /**
   * Sends application data.
   *
   * @param data at most the payload of one record
   * @return false if there is no association
   */
  public boolean send(byte[] data) {
    DTLSTransport transport = open;
    if (transport == null || closed) {
      return false;
    }
    try {
      transport.send(data, 0, data.length);
      return true;
    } catch (IOException e) {
      LOG.debug("application data not sent: {}", e.getMessage());
      return false;
    }
  }

  private void end(@Nullable DTLSTransport transport) {
    closed = true;
    try {
      if (transport != null) {
        transport.close();
      }
    } catch (IOException e) {
      LOG.debug("close_notify not sent: {}", e.getMessage());
    }
  }

  private DTLSTransport handshake(DatagramTransport datagrams) throws IOException {
    return switch (side) {
      case CLIENT -> {
        DtlsClientEnd end = new DtlsClientEnd(identity, remoteFingerprint, events::onKeys);
        yield new DTLSClientProtocol().connect(end, datagrams);
      }
      case SERVER -> {
        DtlsServerEnd end = new DtlsServerEnd(identity, remoteFingerprint, events::onKeys);
        yield new DTLSServerProtocol().accept(end, datagrams);
      }
    };
  }

  /** The network as the library sees it. */
  private final class Datagrams implements DatagramTransport {
    @Override
    public int getReceiveLimit() {
      return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
      return SEND_LIMIT;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
      byte[] data = await(waitMillis);
      if (data == END) {
        throw new IOException("closed");
      }
      if (data == null) {
        return -1;
      }
      int size = Math.min(length, data.length);
      System.arraycopy(data, 0, buffer, offset, size);
      return size;
    }

    private byte @Nullable [] await(int waitMillis) throws IOException {
      byte[] data = incoming.poll();
      if (data != null) {
        return data;
      }
      boolean yields = !established;
      if (yields) {
        COMPUTING.release();
      }
      try {
        return waitMillis == 0 ? incoming.take() : incoming.poll(waitMillis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } finally {
        if (yields) {
          COMPUTING.acquireUninterruptibly();
        }
      }
    }

    @Override
    public void send(byte[] data, int offset, int length) throws IOException {
      if (closed && !established) {
        // The library's alert would tell the other end that the handshake failed.
        return;
      }
      events.send(data, offset, length);
    }

    @Override
    public void close() {
      if (!closed) {
        // The library closes its transport after a close_notify or a fatal alert.
        boolean unused = incoming.offer(END);
      }
    }
  }
}
