package app.rostrum.wire.stun;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Computes and checks MESSAGE-INTEGRITY (RFC 8489, section 14.5), an HMAC-SHA1. */
public final class MessageIntegrity {
  private static final int VALUE_LENGTH = 20;

  private MessageIntegrity() {}

  /**
   * Returns whether a datagram that {@link StunMessage#parse} accepted carries the right
   * MESSAGE-INTEGRITY; false if it carries none.
   */
  public static boolean verify(byte[] data, int offset, int length, byte[] key) {
    ByteBuffer in = ByteBuffer.wrap(data, offset, length).slice();
    int at = StunMessage.HEADER_LENGTH;
    while (at + 4 <= length) {
      int type = in.getShort(at) & 0xFFFF;
      int size = in.getShort(at + 2) & 0xFFFF;
      if (type == StunMessage.MESSAGE_INTEGRITY) {
        if (size != VALUE_LENGTH || at + 4 + VALUE_LENGTH > length) {
          return false;
        }
        int covered = at + 4 + VALUE_LENGTH - StunMessage.HEADER_LENGTH;
        byte[] expected = compute(key, data, offset, at, covered);
        byte[] actual = Arrays.copyOfRange(data, offset + at + 4, offset + at + 4 + VALUE_LENGTH);
        return MessageDigest.isEqual(expected, actual);
      }
      at += 4 + ((size + 3) & ~3);
    }
    return false;
  }

  /**
   * Computes the HMAC of a message.
   *
   * @param lengthField replaces the header's length field
   */
  static byte[] compute(byte[] key, byte[] data, int offset, int length, int lengthField) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      mac.update(data, offset, 2);
      mac.update((byte) (lengthField >>> 8));
      mac.update((byte) lengthField);
      mac.update(data, offset + 4, length - 4);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }
}
