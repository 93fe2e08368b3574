package app.rostrum.wire.stun;

import java.util.List;

/** An attribute of a STUN message, as far as ICE needs it (RFC 8489, section 14; RFC 8445). */
public sealed interface StunAttribute {
  /** The user name {@code remote-ufrag:local-ufrag}, as its sender sees the two. */
  record Username(String value) implements StunAttribute {}

  /**
   * The priority that a candidate found by this check would have.
   *
   * @param value unsigned 32 bits
   */
  record Priority(long value) implements StunAttribute {}

  /** Nominates the pair of this check, by the controlling end. */
  record UseCandidate() implements StunAttribute {}

  /** Tells that the sender is in the controlling role. */
  record IceControlling(long tieBreaker) implements StunAttribute {}

  /** Tells that the sender is in the controlled role. */
  record IceControlled(long tieBreaker) implements StunAttribute {}

  /**
   * The address that the request came from.
   *
   * @param address 4 or 16 bytes; read-only
   */
  record XorMappedAddress(byte[] address, int port) implements StunAttribute {}

  /**
   * The reason of an error response.
   *
   * @param code 300 to 699
   */
  record ErrorCode(int code, String reason) implements StunAttribute {}

  /** The attribute types of a request that its receiver does not know. */
  record UnknownAttributes(List<Integer> types) implements StunAttribute {}

  /**
   * Any other attribute. A receiver must refuse a request with an unknown one of a type below
   * 0x8000.
   */
  record Other(int type, byte[] value) implements StunAttribute {
    /** Returns whether a receiver must know the attribute (RFC 8489, section 14). */
    public boolean comprehensionRequired() {
      return type < 0x8000;
    }
  }
}
