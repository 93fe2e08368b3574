package app.rostrum.host.tls;

import app.rostrum.files.OwnerOnly;
import app.rostrum.files.PrivateFile;
import app.rostrum.rtc.SelfSignedCertificate;
import app.rostrum.web.TlsIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key and certificate by which this installation is known in its network (ECDSA P-256), kept in
 * a file for its owner only. The key is made once, because invitations and those who have been here
 * know it; its certificate is renewed before it ends.
 */
public final class LanIdentity {
  /** The name of the file in the data folder. */
  public static final String FILE = "network-identity.pem";

  private static final Logger LOG = LoggerFactory.getLogger(LanIdentity.class);
  private static final Duration LIFE = Duration.ofDays(365);

  /** The rest of its life at which a certificate is renewed. */
  private static final Duration RENEWAL = Duration.ofDays(90);

  /** The clocks of others may be slow. */
  private static final Duration BEFORE = Duration.ofDays(2);

  private static final int LARGEST = 64 * 1024;
  private static final String KEY = "PRIVATE KEY";
  private static final String CERTIFICATE = "CERTIFICATE";

  private LanIdentity() {}

  /**
   * Returns the identity that is kept in a folder, made or renewed if that is due. One that cannot
   * be read is replaced: older invitations end with it.
   *
   * @throws IOException if the file cannot be read or written
   */
  static TlsIdentity in(Path folder, Clock clock, SecureRandom random) throws IOException {
    Path file = folder.resolve(FILE);
    Optional<TlsIdentity> kept = read(file);
    Instant now = clock.instant();
    if (kept.isPresent() && isGood(kept.get().certificate(), now)) {
      return kept.get();
    }
    KeyPair keys =
        kept.isPresent()
            ? new KeyPair(kept.get().certificate().getPublicKey(), kept.get().key())
            : newKeys(random);
    X509Certificate certificate =
        SelfSignedCertificate.of(keys, now.minus(BEFORE), now.plus(LIFE), random);
    var fresh = new TlsIdentity(keys.getPrivate(), certificate);
    write(file, fresh);
    return fresh;
  }

  private static boolean isGood(X509Certificate certificate, Instant now) {
    return certificate.getNotBefore().toInstant().isBefore(now)
        && certificate.getNotAfter().toInstant().isAfter(now.plus(RENEWAL));
  }

  private static KeyPair newKeys(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  private static Optional<TlsIdentity> read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    OwnerOnly.restrict(file);
    byte[] content;
    try (var in = Files.newInputStream(file)) {
      content = in.readNBytes(LARGEST);
    }
    try {
      List<Pem> blocks = Pem.read(new String(content, StandardCharsets.US_ASCII));
      PrivateKey key = PrivateKeys.read(block(blocks, KEY));
      var certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(block(blocks, CERTIFICATE).der()));
      return PrivateKeys.belong(key, certificate.getPublicKey())
          ? Optional.of(new TlsIdentity(key, certificate))
          : Optional.empty();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      LOG.warn("{} cannot be read, so this computer gets a new identity: {}", file, e.toString());
      return Optional.empty();
    }
  }

  private static void write(Path file, TlsIdentity identity) throws IOException {
    try {
      String text =
          Pem.write(KEY, identity.key().getEncoded())
              + Pem.write(CERTIFICATE, identity.certificate().getEncoded());
      new PrivateFile(file).write(text.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IOException("the own certificate cannot be written", e);
    }
  }

  private static Pem block(List<Pem> blocks, String label) {
    return blocks.stream()
        .filter(block -> block.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no " + label));
  }
}
