package app.rostrum.rtc.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.bc.BcX509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/** Makes self-signed certificates (RFC 5280) of keys on an elliptic curve. */
public final class SelfSigned {
  private static final X500Name NAME = new X500Name("CN=Rostrum");

  private SelfSigned() {}

  /**
   * Makes a certificate for a key pair.
   *
   * @return the certificate in DER
   * @throws IllegalArgumentException if the keys are not on an elliptic curve
   */
  public static byte[] certificate(KeyPair keys, Instant from, Instant until, SecureRandom random) {
    try {
      var pair =
          new AsymmetricCipherKeyPair(
              PublicKeyFactory.createKey(keys.getPublic().getEncoded()),
              PrivateKeyFactory.createKey(keys.getPrivate().getEncoded()));
      return certificate(pair, from, until, random);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a key on an elliptic curve", e);
    }
  }

  static byte[] certificate(
      AsymmetricCipherKeyPair keys, Instant from, Instant until, SecureRandom random) {
    AlgorithmIdentifier signature =
        new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
    AlgorithmIdentifier digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
    try {
      X509CertificateHolder holder =
          new BcX509v3CertificateBuilder(
                  NAME,
                  // RFC 5280, section 4.1.2.2: positive.
                  new BigInteger(64, random).setBit(64),
                  Date.from(from),
                  Date.from(until),
                  NAME,
                  keys.getPublic())
              .build(new BcECContentSignerBuilder(signature, digest).build(keys.getPrivate()));
      return holder.getEncoded();
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make a certificate", e);
    }
  }
}
