package app.rostrum.testing;

import app.rostrum.backend.Fingerprint;
import app.rostrum.rtc.SelfSignedCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A man in the middle: takes TLS with a certificate of its own, reads along, and passes it on. */
public final class TlsRelay implements AutoCloseable {
  private static final char[] PASSWORD = "test".toCharArray();

  private final SSLServerSocket server;
  private final SSLContext outward;
  private final InetSocketAddress target;
  private final Fingerprint fingerprint;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong read = new AtomicLong();

  /**
   * @param address the address to listen on
   * @param target the server whose place it takes
   */
  public TlsRelay(InetAddress address, InetSocketAddress target)
      throws IOException, GeneralSecurityException {
    this.target = target;
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    fingerprint = Fingerprint.of(keys.getPublic());
    server = (SSLServerSocket) inward(keys).getServerSocketFactory().createServerSocket();
    server.bind(new InetSocketAddress(address, 0));
    outward = SSLContext.getInstance("TLS");
    outward.init(null, new TrustManager[] {new TrustsAll()}, null);
    Thread.ofVirtual().name("tls-relay").start(this::accept);
  }

  private static SSLContext inward(KeyPair keys) throws IOException, GeneralSecurityException {
    Instant now = Instant.now();
    X509Certificate certificate =
        SelfSignedCertificate.of(
            keys, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)), new SecureRandom());
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("relay", keys.getPrivate(), PASSWORD, new Certificate[] {certificate});
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Returns the fingerprint of the man in the middle. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  /** Returns the number of clients that broke the handshake off. */
  public int refused() {
    return refused.get();
  }

  /** Returns the number of bytes that clients have said to it. */
  public long read() {
    return read.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var client = (SSLSocket) server.accept();
        open.add(client);
        Thread.ofVirtual().name("tls-relay-client").start(() -> relay(client));
      } catch (IOException e) {
        // Closed, or a client that has gone.
      }
    }
  }

  private void relay(SSLSocket client) {
    try (client) {
      client.startHandshake();
      // In TLS 1.3 the client's refusal comes after the handshake, in place of what it would say.
      int first = client.getInputStream().read();
      if (first < 0) {
        refused.incrementAndGet();
        return;
      }
      read.incrementAndGet();
      try (Socket server = outward.getSocketFactory().createSocket()) {
        server.connect(target);
        open.add(server);
        server.getOutputStream().write(first);
        Thread up = Thread.ofVirtual().start(() -> pump(client, server, true));
        pump(server, client, false);
        up.interrupt();
      }
    } catch (IOException e) {
      refused.incrementAndGet();
    } finally {
      open.remove(client);
    }
  }

  private void pump(Socket from, Socket to, boolean up) {
    byte[] data = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(data); count >= 0; count = in.read(data)) {
        if (up) {
          read.addAndGet(count);
        }
        out.write(data, 0, count);
        out.flush();
      }
    } catch (IOException e) {
      // One end has closed, so the other is closed as well.
    }
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
