package app.rostrum.host.tls;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Private keys in the forms in which tools write them. */
final class PrivateKeys {
  private static final Set<String> KINDS = Set.of("EC", "RSA");

  private PrivateKeys() {}

  /**
   * Reads a key for RSA or on an elliptic curve, the kinds that browsers take, in PKCS#8 (RFC
   * 5208), PKCS#1 (RFC 8017) or SEC 1 (RFC 5915).
   *
   * @throws GeneralSecurityException if it is none of these
   */
  static PrivateKey read(Pem pem) throws GeneralSecurityException {
    try (var parser = new PEMParser(new StringReader(pem.text()))) {
      PrivateKeyInfo info =
          switch (parser.readObject()) {
            case PEMKeyPair pair -> pair.getPrivateKeyInfo();
            case PrivateKeyInfo key -> key;
            case null, default -> throw new InvalidKeyException("there is no private key");
          };
      PrivateKey key = new JcaPEMKeyConverter().getPrivateKey(info);
      if (!KINDS.contains(key.getAlgorithm())) {
        throw new InvalidKeyException("a key for " + key.getAlgorithm());
      }
      return key;
    } catch (IOException | RuntimeException e) {
      // The library meets what is malformed with exceptions of many kinds.
      throw new InvalidKeyException("the key cannot be read", e);
    }
  }

  /** Tells whether a public key is the other half of a private one. */
  static boolean belong(PrivateKey key, PublicKey other) throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(other.getAlgorithm())) {
      return false;
    }
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    byte[] sample = {1, 2, 3};
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(sample);
    byte[] signature = signer.sign();
    try {
      signer.initVerify(other);
      signer.update(sample);
      return signer.verify(signature);
    } catch (SignatureException | InvalidKeyException e) {
      return false; // A signature of another length, or a key on another curve.
    }
  }
}
