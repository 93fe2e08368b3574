package app.rostrum.host.tls;

import app.rostrum.web.TlsIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The files with a server's certificates and key, in PEM as certbot and other clients of ACME write
 * them.
 *
 * @param certificate the server's own certificate, followed by those of authorities
 * @param key without a passphrase; may be the same file
 */
public record CertificateFiles(Path certificate, Path key) {
  private static final int LARGEST = 256 * 1024;
  private static final int MOST = 10;

  /**
   * Reads the files.
   *
   * @throws IOException if they cannot be used; its message tells a person why
   */
  public TlsIdentity read() throws IOException {
    List<X509Certificate> chain = chain();
    PrivateKey own = privateKey();
    try {
      if (!PrivateKeys.belong(own, chain.getFirst().getPublicKey())) {
        throw new IOException(
            "%s is not the key of the first certificate in %s".formatted(key, certificate));
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("the key in %s cannot be used".formatted(key), e);
    }
    return new TlsIdentity(own, chain);
  }

  private List<X509Certificate> chain() throws IOException {
    var chain = new ArrayList<X509Certificate>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Pem block : Pem.read(text(certificate))) {
        if (block.label().equals("CERTIFICATE")) {
          chain.add(
              (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
        }
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("%s has a certificate that cannot be read".formatted(certificate), e);
    }
    if (chain.isEmpty() || chain.size() > MOST) {
      throw new IOException(
          "%s must hold 1 to %d certificates in PEM, and holds %d"
              .formatted(certificate, MOST, chain.size()));
    }
    return chain;
  }

  private PrivateKey privateKey() throws IOException {
    String text = text(key);
    List<Pem> keys =
        Pem.read(text).stream().filter(block -> block.label().endsWith("PRIVATE KEY")).toList();
    if (keys.size() != 1 && !text.contains("ENCRYPTED")) {
      throw new IOException(
          "%s must hold one private key in PEM, and holds %d".formatted(key, keys.size()));
    }
    if (text.contains("ENCRYPTED")) {
      throw new IOException(
          "the key in %s has a passphrase; a server needs one without".formatted(key));
    }
    try {
      return PrivateKeys.read(keys.getFirst());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "%s has a key that cannot be read: it must be for RSA or on an elliptic curve"
              .formatted(key),
          e);
    }
  }

  private static String text(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LARGEST + 1);
      if (content.length > LARGEST) {
        throw new IOException("%s is too large for a certificate".formatted(file));
      }
      return new String(content, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file %s".formatted(file), e);
    } catch (AccessDeniedException e) {
      throw new IOException("this user may not read %s".formatted(file), e);
    }
  }
}
