package app.rostrum.web;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The private key and the certificates by which a {@link WebServer} is known to its clients.
 *
 * @param chain the server's own certificate, followed by those of the authorities up to one that
 *     clients know, which itself may be missing
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
  /** TLS 1.2 suites with forward secrecy and authenticated encryption (RFC 9325, section 4.2). */
  private static final String[] SUITES = {
    "TLS_(AES|CHACHA20)_.*", "TLS_ECDHE_(ECDSA|RSA)_WITH_(AES_\\d+_GCM|CHACHA20_POLY1305)_SHA\\d+"
  };

  private static final String ALIAS = "rostrum";

  /** Jetty wants one; the store that it opens is in memory only. */
  private static final String PASSWORD = "in memory";

  private static final int MOST_SESSIONS = 20_000;

  /**
   * @throws IllegalArgumentException if there is no certificate
   */
  public TlsIdentity {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("there is no certificate");
    }
    chain = List.copyOf(chain);
  }

  /** Creates an identity that no authority vouches for. */
  public TlsIdentity(PrivateKey key, X509Certificate certificate) {
    this(key, List.of(certificate));
  }

  /** Returns the server's own certificate. */
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  SslContextFactory.Server contextFactory(String... protocols) throws IOException {
    var factory = new SslContextFactory.Server();
    useIn(factory);
    factory.setKeyStorePassword(PASSWORD);
    factory.setIncludeProtocols(protocols);
    factory.setIncludeCipherSuites(SUITES);
    factory.setRenegotiationAllowed(false);
    factory.setSslSessionCacheSize(MOST_SESSIONS);
    factory.setEndpointIdentificationAlgorithm(null);
    return factory;
  }

  /** Gives a factory this identity in place of another. */
  void useIn(SslContextFactory factory) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), chain.toArray(new Certificate[0]));
      factory.setKeyStore(store);
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate cannot be used", e);
    }
  }

  /** Leaves out the key. */
  @Override
  public String toString() {
    return "TlsIdentity[" + certificate().getSubjectX500Principal() + "]";
  }
}
