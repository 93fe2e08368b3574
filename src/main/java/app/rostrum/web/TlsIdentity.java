package app.rostrum.web;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The private key and the certificate by which a {@link WebServer} is known to its clients. */
public record TlsIdentity(PrivateKey key, X509Certificate certificate) {
  private static final String ALIAS = "rostrum";

  /** Jetty wants one; the store that it opens is in memory only. */
  private static final String PASSWORD = "in memory";

  SslContextFactory.Server contextFactory() throws IOException {
    var factory = new SslContextFactory.Server();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), new Certificate[] {certificate});
      factory.setKeyStore(store);
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate cannot be used", e);
    }
    factory.setKeyStorePassword(PASSWORD);
    factory.setIncludeProtocols("TLSv1.3");
    factory.setEndpointIdentificationAlgorithm(null);
    return factory;
  }

  /** Leaves out the key. */
  @Override
  public String toString() {
    return "TlsIdentity[" + certificate.getSubjectX500Principal() + "]";
  }
}
