package app.rostrum.rtc;

import app.rostrum.rtc.dtls.SelfSigned;
import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** A certificate that a key pair signs for itself, for TLS between those who know the key. */
public final class SelfSignedCertificate {
  private SelfSignedCertificate() {}

  /**
   * Makes a certificate.
   *
   * @param keys on an elliptic curve
   * @throws IllegalArgumentException if they are not
   */
  public static X509Certificate of(KeyPair keys, Instant from, Instant until, SecureRandom random) {
    byte[] encoded = SelfSigned.certificate(keys, from, until, random);
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (CertificateException e) {
      throw new IllegalStateException("the own certificate cannot be read", e);
    }
  }
}
