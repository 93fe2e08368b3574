package app.rostrum.wire.rtp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Contributing sources (CSRC, RFC 3550, section 5.1), by which each packet of a mix names the
 * speakers heard in it. Ours are the first 32 bits of the SHA-256 of the speaker's identity, so
 * that a listener who knows the speakers' names can light up the right one without further
 * signaling.
 */
public final class ContributingSource {
  private ContributingSource() {}

  /** Returns the CSRC of an identity as an unsigned 32-bit value. */
  public static long csrc(String identity) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return ((hash[0] & 0xFFL) << 24)
          | ((hash[1] & 0xFFL) << 16)
          | ((hash[2] & 0xFFL) << 8)
          | (hash[3] & 0xFFL);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
