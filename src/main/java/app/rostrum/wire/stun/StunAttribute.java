package app.rostrum.wire.stun;

/** An attribute of a STUN message, as far as ICE needs it (RFC 8489, section 14; RFC 8445). */
public sealed interface StunAttribute {
  /** {@code remote-ufrag:local-ufrag} as its sender sees the two. */
  record Username(String value) implements StunAttribute {}

  /**
   * @param value unsigned 32 bits
   */
  record Priority(long value) implements StunAttribute {}

  /** The controlling end nominates the pair of this check. */
  record UseCandidate() implements StunAttribute {}

  record IceControlling(long tieBreaker) implements StunAttribute {}

  record IceControlled(long tieBreaker) implements StunAttribute {}

  /**
   * Where the request came from.
   *
   * @param address 4 or 16 bytes; read-only
   */
  record XorMappedAddress(byte[] address, int port) implements StunAttribute {}

  /**
   * @param code 300 to 699
   */
  record ErrorCode(int code, String reason) implements StunAttribute {}

  /** The attribute types of a request that its receiver did not understand. */
  record UnknownAttributes(java.util.List<Integer> types) implements StunAttribute {}

  /**
   * Anything else. A receiver must refuse a request with one that is required (type below 0x8000).
   */
  record Other(int type, byte[] value) implements StunAttribute {
    public boolean comprehensionRequired() {
      return type < 0x8000;
    }
  }
}
