package app.rostrum.rtc.sctp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The state that this end needs when the other end returns it in COOKIE ECHO, sealed so that only
 * this end can have written it (RFC 9260, section 5.1.3).
 *
 * @param tieLocal this end's tag in the association at the time of the cookie; 0 if there was none
 * @param tiePeer the other end's
 * @param createdAt in nanoseconds
 */
record StateCookie(
    int localTag, int localTsn, PeerParameters peer, int tieLocal, int tiePeer, long createdAt) {
  /** The other end's description of itself. */
  record PeerParameters(
      int tag,
      int tsn,
      int window,
      int outgoingStreams,
      int incomingStreams,
      boolean forwardTsn,
      boolean reconfiguration) {}

  private static final long LIFE = TimeUnit.SECONDS.toNanos(60);
  private static final int LENGTH = 4 * 9 + 2 + 8;
  private static final int SEAL = 16;

  boolean isStale(long now) {
    return now - createdAt > LIFE;
  }

  /** The key by which cookies of one association are sealed and opened. */
  static final class Seal {
    private final SecretKeySpec key;

    Seal(SecureRandom random) {
      byte[] secret = new byte[32];
      random.nextBytes(secret);
      key = new SecretKeySpec(secret, "HmacSHA256");
    }

    private byte[] mac(byte[] data, int length) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        mac.update(data, 0, length);
        return Arrays.copyOf(mac.doFinal(), SEAL);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has this algorithm", e);
      }
    }

    byte[] seal(StateCookie cookie) {
      PeerParameters peer = cookie.peer();
      ByteBuffer out = ByteBuffer.allocate(LENGTH + SEAL);
      out.putInt(cookie.localTag()).putInt(cookie.localTsn());
      out.putInt(peer.tag()).putInt(peer.tsn()).putInt(peer.window());
      out.putInt(peer.outgoingStreams()).putInt(peer.incomingStreams());
      out.put((byte) (peer.forwardTsn() ? 1 : 0)).put((byte) (peer.reconfiguration() ? 1 : 0));
      out.putInt(cookie.tieLocal()).putInt(cookie.tiePeer()).putLong(cookie.createdAt());
      return out.put(mac(out.array(), LENGTH)).array();
    }

    /** Opens a cookie; empty if it was not sealed by this end. */
    Optional<StateCookie> open(byte[] sealed) {
      if (sealed.length != LENGTH + SEAL
          || !MessageDigest.isEqual(
              mac(sealed, LENGTH), Arrays.copyOfRange(sealed, LENGTH, sealed.length))) {
        return Optional.empty();
      }
      ByteBuffer in = ByteBuffer.wrap(sealed);
      int localTag = in.getInt();
      int localTsn = in.getInt();
      PeerParameters peer =
          new PeerParameters(
              in.getInt(),
              in.getInt(),
              in.getInt(),
              in.getInt(),
              in.getInt(),
              in.get() != 0,
              in.get() != 0);
      return Optional.of(
          new StateCookie(localTag, localTsn, peer, in.getInt(), in.getInt(), in.getLong()));
    }
  }
}
