package app.rostrum.rtc.dtls;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.gcm.BasicGCMMultiplier;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * A self-signed ECDSA P-256 certificate (RFC 8827, section 6.5), made once and shared by all peers.
 */
public final class DtlsIdentity {
  private final BcTlsCrypto crypto;
  private final AsymmetricKeyParameter privateKey;
  private final Certificate certificate;
  private final String fingerprint;

  private DtlsIdentity(BcTlsCrypto crypto, AsymmetricKeyParameter privateKey, byte[] encoded)
      throws IOException {
    this.crypto = crypto;
    this.privateKey = privateKey;
    this.certificate = new Certificate(new TlsCertificate[] {crypto.createCertificate(encoded)});
    this.fingerprint = "sha-256 " + hash("sha-256", encoded);
  }

  /**
   * Cryptography without tables for GHASH: they would cost each connection 20 KiB, and DTLS carries
   * little more than the handshake. Media is encrypted by SRTP.
   */
  private static final class SmallCrypto extends BcTlsCrypto {
    SmallCrypto(SecureRandom random) {
      super(random);
    }

    @Override
    protected AEADBlockCipher createGCMMode(BlockCipher engine) {
      return GCMBlockCipher.newInstance(engine, new BasicGCMMultiplier());
    }
  }

  private static final class Process {
    static final DtlsIdentity IDENTITY = create(new SecureRandom());
  }

  /** Returns the identity of this process. */
  public static DtlsIdentity ofProcess() {
    return Process.IDENTITY;
  }

  static DtlsIdentity create(SecureRandom random) {
    BcTlsCrypto crypto = new SmallCrypto(random);
    var curve = ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1);
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(new ECKeyGenerationParameters(curve, random));
    AsymmetricCipherKeyPair keys = generator.generateKeyPair();
    Instant now = Instant.now();
    byte[] encoded =
        SelfSigned.certificate(
            keys, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(365)), random);
    try {
      return new DtlsIdentity(crypto, keys.getPrivate(), encoded);
    } catch (IOException e) {
      throw new IllegalStateException("cannot make a certificate", e);
    }
  }

  BcTlsCrypto crypto() {
    return crypto;
  }

  Certificate certificate() {
    return certificate;
  }

  /** Returns the hash function and the hash, as in a=fingerprint. */
  public String fingerprint() {
    return fingerprint;
  }

  TlsCredentialedSigner signer(TlsContext context) {
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        privateKey,
        certificate,
        new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  /**
   * Checks that the other end's certificate has the hash of its a=fingerprint (RFC 8122, section
   * 5).
   *
   * @throws TlsFatalAlert if it does not, so that the handshake fails
   */
  static void check(String expected, Certificate chain) throws IOException {
    if (!matches(expected, chain)) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate, "fingerprint does not match");
    }
  }

  private static boolean matches(String expected, Certificate chain) throws IOException {
    String[] words = expected.strip().split(" +", 2);
    if (words.length != 2 || chain.isEmpty()) {
      return false;
    }
    String actual = hash(words[0], chain.getCertificateAt(0).getEncoded());
    return !actual.isEmpty() && actual.equalsIgnoreCase(words[1].strip());
  }

  /** Returns the hash in upper-case hexadecimal with colons; empty for an unsupported function. */
  private static String hash(String function, byte[] certificate) {
    String name = function.toLowerCase(Locale.ROOT);
    if (!isSupported(name)) {
      return "";
    }
    try {
      byte[] hash = MessageDigest.getInstance(name.toUpperCase(Locale.ROOT)).digest(certificate);
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }

  public static boolean isSupported(String function) {
    return switch (function.toLowerCase(Locale.ROOT)) {
      case "sha-256", "sha-384", "sha-512" -> true;
      default -> false;
    };
  }
}
