package app.rostrum.backend;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trust in one public key and nothing else. Neither issuers nor dates matter: whoever has the
 * private key is who the invitation is from.
 */
final class PinnedTrust extends X509ExtendedTrustManager {
  private final Fingerprint expected;

  /** Thrown when another computer answers than the one that is expected. */
  static final class OtherComputerException extends CertificateException {
    private static final long serialVersionUID = 1;

    OtherComputerException() {
      super("the certificate is not the one of the invitation");
    }
  }

  PinnedTrust(Fingerprint expected) {
    this.expected = expected;
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0 || !expected.isOf(chain[0].getPublicKey())) {
      throw new OtherComputerException();
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("not for clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("not for clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("not for clients");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
