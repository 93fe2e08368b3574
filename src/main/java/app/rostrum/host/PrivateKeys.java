package app.rostrum.host;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/** Private keys in the forms in which tools write them. */
final class PrivateKeys {
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  /** The algorithm rsaEncryption without parameters (RFC 8017, appendix C). */
  private static final byte[] RSA = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  /** The object identifier id-ecPublicKey (RFC 5480, section 2.1.1). */
  private static final byte[] EC = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int CURVE = 0xa0;

  private PrivateKeys() {}

  /**
   * Reads a key for RSA or on an elliptic curve, the kinds that browsers take, in PKCS#8 (RFC
   * 5208), PKCS#1 (RFC 8017) or SEC 1 (RFC 5915).
   *
   * @throws GeneralSecurityException if it is none of these
   */
  static PrivateKey read(Pem pem) throws GeneralSecurityException {
    byte[] der = pem.der();
    return switch (pem.label()) {
      case "RSA PRIVATE KEY" -> key("RSA", wrap(RSA, der));
      case "EC PRIVATE KEY" -> key("EC", wrap(tagged(SEQUENCE, join(EC, curve(der))), der));
      default -> {
        try {
          yield key("EC", der);
        } catch (GeneralSecurityException e) {
          yield key("RSA", der);
        }
      }
    };
  }

  private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
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

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return tagged(SEQUENCE, join(VERSION_0, algorithm, tagged(OCTETS, key)));
  }

  /** Finds the curve of a SEC 1 key: {@code SEQUENCE { 1, OCTET STRING, [0] { OID }, … }}. */
  private static byte[] curve(byte[] der) throws InvalidKeyException {
    try {
      int at = contents(der, 0); // The sequence.
      at = contents(der, at) + length(der, at); // The version.
      at = contents(der, at) + length(der, at); // The key.
      int curve = contents(der, at);
      if ((der[at] & 0xff) == CURVE && der[curve] == OBJECT_IDENTIFIER) {
        return Arrays.copyOfRange(der, curve, curve + length(der, at));
      }
    } catch (IndexOutOfBoundsException e) {
      throw new InvalidKeyException("the key is cut off", e);
    }
    throw new InvalidKeyException("the key does not name its curve");
  }

  private static int contents(byte[] der, int at) {
    return at + 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7f : 0);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1];
    int length = first;
    if (first < 0) {
      length = 0;
      for (int i = 0; i < Math.min(first & 0x7f, 3); i++) {
        length = length << 8 | der[at + 2 + i] & 0xff;
      }
    }
    return length;
  }

  private static byte[] tagged(int tag, byte[] contents) {
    int length = contents.length;
    byte[] head =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return join(head, contents);
  }

  private static byte[] join(byte[]... parts) {
    var joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
