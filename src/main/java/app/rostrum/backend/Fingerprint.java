package app.rostrum.backend;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;

/**
 * The fingerprint of a computer: the SHA-256 hash of the public key of its certificate
 * (SubjectPublicKeyInfo, as in RFC 7469, section 2.4), which stays the same when the certificate is
 * renewed. It stands in invitations to computers that no authority vouches for.
 *
 * @param text the hash in base64url (RFC 4648, section 5) without padding: 43 characters
 */
public record Fingerprint(String text) {
  /** The last character carries four bits of the hash, so the lower two of its six are zero. */
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");

  /**
   * @throws IllegalArgumentException if this is not the hash of anything
   */
  public Fingerprint {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException("not a fingerprint");
    }
  }

  /** Reads a fingerprint; empty if it is none. */
  public static Optional<Fingerprint> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new Fingerprint(text)) : Optional.empty();
  }

  /** Returns the fingerprint of a computer with this public key. */
  public static Fingerprint of(PublicKey key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return new Fingerprint(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Returns whether a public key has this fingerprint. */
  boolean isOf(PublicKey key) {
    return equals(of(key));
  }

  /**
   * Returns a client that connects to the computer with this fingerprint only, under any name or
   * address, and by nothing but TLS: whatever else answers, or an http or ws address, is refused
   * before anything is sent.
   *
   * @param http whose threads, connections and time-outs are shared
   */
  public OkHttpClient pin(OkHttpClient http) {
    var trust = new PinnedTrust(this);
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, new TrustManager[] {trust}, null);
      return http.newBuilder()
          .sslSocketFactory(tls.getSocketFactory(), trust)
          // The key says who it is; the address is whatever the network gave out today.
          .hostnameVerifier((host, session) -> true)
          .connectionSpecs(List.of(ConnectionSpec.RESTRICTED_TLS))
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }
}
