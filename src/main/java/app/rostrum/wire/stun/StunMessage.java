package app.rostrum.wire.stun;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A STUN binding message (RFC 8489, section 5). MESSAGE-INTEGRITY and FINGERPRINT are not among the
 * attributes: {@link #write} adds them, {@link #parse} checks FINGERPRINT, and {@link
 * MessageIntegrity} checks the other on the datagram itself.
 *
 * @param transactionId 12 bytes; read-only
 */
public record StunMessage(Kind kind, byte[] transactionId, List<StunAttribute> attributes) {
  /** The class of a binding message, with its type field. */
  public enum Kind {
    REQUEST(0x0001),
    INDICATION(0x0011),
    SUCCESS(0x0101),
    ERROR(0x0111);

    private final int type;

    Kind(int type) {
      this.type = type;
    }

    static @Nullable Kind of(int type) {
      for (Kind kind : values()) {
        if (kind.type == type) {
          return kind;
        }
      }
      return null;
    }
  }

  static final int MAGIC_COOKIE = 0x2112A442;
  static final int HEADER_LENGTH = 20;

  /** The longest datagram that is read; no ICE message comes near an Ethernet frame. */
  public static final int MAX_LENGTH = 1500;

  private static final int MAX_ATTRIBUTES = 64;

  private static final int USERNAME = 0x0006;
  static final int MESSAGE_INTEGRITY = 0x0008;
  private static final int ERROR_CODE = 0x0009;
  private static final int UNKNOWN_ATTRIBUTES = 0x000A;
  private static final int XOR_MAPPED_ADDRESS = 0x0020;
  private static final int PRIORITY = 0x0024;
  private static final int USE_CANDIDATE = 0x0025;
  static final int FINGERPRINT = 0x8028;
  private static final int ICE_CONTROLLED = 0x8029;
  private static final int ICE_CONTROLLING = 0x802A;

  public StunMessage {
    if (transactionId.length != 12) {
      throw new IllegalArgumentException("a transaction id has 12 bytes");
    }
    attributes = List.copyOf(attributes);
  }

  /** Returns whether a datagram looks like STUN; it need not be well-formed. */
  public static boolean looksLike(byte[] data, int offset, int length) {
    return length >= HEADER_LENGTH
        && (data[offset] & 0xC0) == 0
        && ByteBuffer.wrap(data, offset, length).getInt(offset + 4) == MAGIC_COOKIE;
  }

  /**
   * Reads one datagram.
   *
   * @throws StunException if it is not a well-formed binding message or its fingerprint is wrong
   */
  public static StunMessage parse(byte[] data, int offset, int length) throws StunException {
    if (length > MAX_LENGTH || !looksLike(data, offset, length)) {
      throw new StunException("not STUN");
    }
    ByteBuffer in = ByteBuffer.wrap(data, offset, length).slice();
    int type = in.getShort() & 0xFFFF;
    Kind kind = Kind.of(type);
    if (kind == null) {
      throw new StunException("not a binding message: type " + type);
    }
    int bodyLength = in.getShort() & 0xFFFF;
    if (bodyLength != length - HEADER_LENGTH || bodyLength % 4 != 0) {
      throw new StunException("wrong length");
    }
    in.getInt();
    byte[] transactionId = new byte[12];
    in.get(transactionId);
    List<StunAttribute> attributes = new ArrayList<>();
    boolean sealed = false;
    while (in.remaining() > 0) {
      if (attributes.size() >= MAX_ATTRIBUTES) {
        throw new StunException("too many attributes");
      }
      // A multiple of four bytes remains, so the attribute's header is there.
      int start = in.position();
      int attribute = in.getShort() & 0xFFFF;
      int size = in.getShort() & 0xFFFF;
      int padded = (size + 3) & ~3;
      if (padded > in.remaining()) {
        throw new StunException("attribute runs over the end");
      }
      ByteBuffer value = in.slice(in.position(), size);
      in.position(in.position() + padded);
      if (attribute == FINGERPRINT) {
        if (size != 4 || in.remaining() > 0) {
          throw new StunException("misplaced fingerprint");
        }
        if (value.getInt() != Fingerprint.crc(data, offset, start)) {
          throw new StunException("wrong fingerprint");
        }
      } else if (attribute == MESSAGE_INTEGRITY) {
        sealed = true;
      } else if (!sealed) {
        // Attributes after MESSAGE-INTEGRITY are not protected and must be ignored (section 14.5).
        attributes.add(parseAttribute(attribute, value, transactionId));
      }
    }
    return new StunMessage(kind, transactionId, attributes);
  }

  private static StunAttribute parseAttribute(int type, ByteBuffer value, byte[] transactionId)
      throws StunException {
    int size = value.remaining();
    return switch (type) {
      case USERNAME -> {
        if (size > 513) {
          throw new StunException("user name too long");
        }
        yield new StunAttribute.Username(text(value));
      }
      case PRIORITY -> new StunAttribute.Priority(require(value, 4).getInt() & 0xFFFFFFFFL);
      case USE_CANDIDATE -> new StunAttribute.UseCandidate();
      case ICE_CONTROLLING -> new StunAttribute.IceControlling(require(value, 8).getLong());
      case ICE_CONTROLLED -> new StunAttribute.IceControlled(require(value, 8).getLong());
      case XOR_MAPPED_ADDRESS -> parseMappedAddress(value, transactionId);
      case ERROR_CODE -> {
        if (size < 4) {
          throw new StunException("short error code");
        }
        value.getShort();
        int hundreds = value.get() & 7;
        int rest = value.get() & 0xFF;
        if (hundreds < 3 || hundreds > 6 || rest > 99) {
          throw new StunException("bad error code");
        }
        yield new StunAttribute.ErrorCode(hundreds * 100 + rest, text(value));
      }
      case UNKNOWN_ATTRIBUTES -> {
        List<Integer> types = new ArrayList<>();
        while (value.remaining() >= 2) {
          types.add(value.getShort() & 0xFFFF);
        }
        yield new StunAttribute.UnknownAttributes(List.copyOf(types));
      }
      default -> {
        byte[] bytes = new byte[size];
        value.get(bytes);
        yield new StunAttribute.Other(type, bytes);
      }
    };
  }

  private static ByteBuffer require(ByteBuffer value, int size) throws StunException {
    if (value.remaining() != size) {
      throw new StunException("attribute of wrong size");
    }
    return value;
  }

  private static String text(ByteBuffer value) {
    return StandardCharsets.UTF_8.decode(value).toString();
  }

  private static StunAttribute parseMappedAddress(ByteBuffer value, byte[] transactionId)
      throws StunException {
    if (value.remaining() < 4) {
      throw new StunException("short address");
    }
    int family = value.getShort() & 0xFF;
    int port = (value.getShort() & 0xFFFF) ^ (MAGIC_COOKIE >>> 16);
    int expected =
        switch (family) {
          case 1 -> 4;
          case 2 -> 16;
          default -> throw new StunException("unknown address family");
        };
    byte[] address = new byte[expected];
    require(value, expected).get(address);
    mask(address, transactionId);
    return new StunAttribute.XorMappedAddress(address, port);
  }

  private static void mask(byte[] address, byte[] transactionId) {
    byte[] mask = ByteBuffer.allocate(16).putInt(MAGIC_COOKIE).put(transactionId).array();
    for (int i = 0; i < address.length; i++) {
      address[i] ^= mask[i];
    }
  }

  /**
   * Writes the message with FINGERPRINT.
   *
   * @param key the key of MESSAGE-INTEGRITY (in ICE, the password); null to leave that out
   */
  public byte[] write(byte @Nullable [] key) {
    ByteBuffer out = ByteBuffer.allocate(MAX_LENGTH);
    out.putShort((short) kind.type).putShort((short) 0).putInt(MAGIC_COOKIE).put(transactionId);
    for (StunAttribute attribute : attributes) {
      writeAttribute(out, attribute);
    }
    if (key != null) {
      int covered = out.position() - HEADER_LENGTH + 24;
      byte[] mac = MessageIntegrity.compute(key, out.array(), 0, out.position(), covered);
      out.putShort((short) MESSAGE_INTEGRITY).putShort((short) 20).put(mac);
    }
    // The length covers the fingerprint, which is written next.
    out.putShort(2, (short) (out.position() - HEADER_LENGTH + 8));
    int crc = Fingerprint.crc(out.array(), 0, out.position());
    out.putShort((short) FINGERPRINT).putShort((short) 4).putInt(crc);
    return Arrays.copyOf(out.array(), out.position());
  }

  private void writeAttribute(ByteBuffer out, StunAttribute attribute) {
    int start = out.position();
    out.putInt(0);
    int type =
        switch (attribute) {
          case StunAttribute.Username(String value) -> {
            out.put(value.getBytes(StandardCharsets.UTF_8));
            yield USERNAME;
          }
          case StunAttribute.Priority(long value) -> {
            out.putInt((int) value);
            yield PRIORITY;
          }
          case StunAttribute.UseCandidate() -> USE_CANDIDATE;
          case StunAttribute.IceControlling(long tieBreaker) -> {
            out.putLong(tieBreaker);
            yield ICE_CONTROLLING;
          }
          case StunAttribute.IceControlled(long tieBreaker) -> {
            out.putLong(tieBreaker);
            yield ICE_CONTROLLED;
          }
          case StunAttribute.XorMappedAddress(byte[] address, int port) -> {
            byte[] masked = address.clone();
            mask(masked, transactionId);
            out.putShort((short) (address.length == 4 ? 1 : 2));
            out.putShort((short) (port ^ (MAGIC_COOKIE >>> 16))).put(masked);
            yield XOR_MAPPED_ADDRESS;
          }
          case StunAttribute.ErrorCode(int code, String reason) -> {
            out.putShort((short) 0).put((byte) (code / 100)).put((byte) (code % 100));
            out.put(reason.getBytes(StandardCharsets.UTF_8));
            yield ERROR_CODE;
          }
          case StunAttribute.UnknownAttributes(List<Integer> types) -> {
            for (int t : types) {
              out.putShort((short) t);
            }
            yield UNKNOWN_ATTRIBUTES;
          }
          case StunAttribute.Other(int t, byte[] value) -> {
            out.put(value);
            yield t;
          }
        };
    int size = out.position() - start - 4;
    out.putShort(start, (short) type).putShort(start + 2, (short) size);
    while (out.position() % 4 != 0) {
      out.put((byte) 0);
    }
  }

  /** Returns the first attribute of a type. */
  public <T extends StunAttribute> Optional<T> attribute(Class<T> type) {
    for (StunAttribute attribute : attributes) {
      if (type.isInstance(attribute)) {
        return Optional.of(type.cast(attribute));
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StunMessage that
        && kind == that.kind
        && Arrays.equals(write(null), that.write(null));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(transactionId);
  }
}
